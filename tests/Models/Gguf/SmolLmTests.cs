using System.Text.Json;
using Tapir.Models.Checkpoints;
using Tapir.Models.Network;

namespace Tapir.Models.Tests.Gguf;

/// <summary>A real instruction model. Its weights take half a gigabyte, so these tests share them and do not run beside others.</summary>
[TestClass]
[DoNotParallelize]
public sealed class SmolLmTests
{
    private const string Folder = "smollm2-135m-instruct", Name = "SmolLM2-135M-Instruct.Q4_1.gguf";

    [TestMethod]
    public void Open_SmolLm_HasItsPublishedShapeAndDigest()
    {
        using Checkpoint checkpoint = Checkpoint.Open(SharedFiles.PathOrSkip("models", Folder, Name));

        Assert.AreEqual(
            new StudentConfig { VocabularySize = 49152, Width = 576, MlpWidth = 1536, Layers = 30, Heads = 9, KeyValueHeads = 3, ContextLength = 8192, RopeTheta = 100000, NormEpsilon = 1e-5, TieOutput = true },
            checkpoint.Config);
        Assert.AreEqual(134_515_008, checkpoint.Config.ParameterCount);
        CollectionAssert.AreEqual(new[] { 2 }, checkpoint.EndOfTextIds.ToArray());
        Assert.Contains("You are a helpful AI assistant named SmolLM", checkpoint.ChatTemplate);
        Assert.AreEqual("b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53", checkpoint.ComputeDigest());
    }

    [TestMethod]
    [DataRow("model.embed_tokens.weight", 49152, 576, 0, 0, -0.10654449462890625f)]
    [DataRow("model.embed_tokens.weight", 49152, 576, 12345, 300, -0.10790634155273438f)]
    [DataRow("model.embed_tokens.weight", 49152, 576, 49151, 575, -0.0417022705078125f)]
    [DataRow("model.layers.0.self_attn.q_proj.weight", 576, 576, 1, 0, -0.1591796875f)]
    [DataRow("model.layers.0.self_attn.q_proj.weight", 576, 576, 32, 0, -0.1173095703125f)]
    [DataRow("model.layers.0.self_attn.q_proj.weight", 576, 576, 33, 7, -0.1319580078125f)]
    [DataRow("model.layers.0.self_attn.k_proj.weight", 192, 576, 63, 3, 0.0892333984375f)]
    [DataRow("model.layers.0.self_attn.k_proj.weight", 192, 576, 100, 100, -0.1474609375f)]
    [DataRow("model.layers.0.mlp.down_proj.weight", 576, 1536, 575, 1535, -0.181365966796875f)]
    public void CopyTo_SmolLm_GivesTheValuesInTheFile(string tensor, int rows, int columns, int row, int column, float expected)
    {
        using Checkpoint checkpoint = Checkpoint.Open(SharedFiles.PathOrSkip("models", Folder, Name));
        float[] values = new float[rows * columns];

        checkpoint.Tensors.CopyTo(tensor, [rows, columns], values);

        Assert.AreEqual(expected, values[(row * columns) + column]);
    }

    [TestMethod]
    public void ReadWeights_SmolLm_PredictsPromptsAsTheReferenceDoes()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(SharedFiles.PathOrSkip("models", Folder, "golden", "generation.json")));
        using Checkpoint checkpoint = Checkpoint.Open(SharedFiles.PathOrSkip("models", Folder, Name));
        using StudentWeights weights = checkpoint.ReadWeights();
        foreach (JsonElement conversation in golden.RootElement.EnumerateArray().Take(3))
        {
            int[] ids = [.. conversation.GetProperty("prompt_ids").EnumerateArray().Select(id => id.GetInt32())];
            float[] expected = [.. conversation.GetProperty("prompt_nll").EnumerateArray().Select(nll => nll.GetSingle())];
            using DecoderPass pass = new(checkpoint.Config, ids.Length);

            float[] logits = pass.Logits(weights.Parameters, ids);

            for (int i = 0; i < expected.Length; i++)
            {
                ReadOnlySpan<float> row = logits.AsSpan(i * 49152, 49152);
                double largest = System.Numerics.Tensors.TensorPrimitives.Max(row), sum = 0;
                foreach (float logit in row)
                {
                    sum += Math.Exp(logit - largest);
                }

                Assert.AreEqual(expected[i], largest + Math.Log(sum) - row[ids[i + 1]], 2e-3);
            }
        }
    }
}
