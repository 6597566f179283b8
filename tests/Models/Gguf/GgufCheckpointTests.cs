using Tapir.Models.Checkpoints;
using Tapir.Models.Checkpoints.Elements;
using Tapir.Models.Gguf;
using Tapir.Models.Network;

namespace Tapir.Models.Tests.Gguf;

[TestClass]
public sealed class GgufCheckpointTests
{
    [TestMethod]
    public void Open_Llama_HasTheConfigOfItsMetadata()
    {
        using Checkpoint checkpoint = new TinyGguf().Checkpoint();

        Assert.AreEqual(
            new StudentConfig { VocabularySize = 6, Width = 32, MlpWidth = 64, Layers = 1, Heads = 4, KeyValueHeads = 2, ContextLength = 64, RopeTheta = 50000, NormEpsilon = 1e-5, TieOutput = true },
            checkpoint.Config);
        CollectionAssert.AreEqual(new[] { 5 }, checkpoint.EndOfTextIds.ToArray());
        Assert.AreEqual("{{ messages }}", checkpoint.ChatTemplate);
    }

    [TestMethod]
    public void CopyTo_QueriesOfALlama_LieInHalvesOfAHead()
    {
        using Checkpoint checkpoint = new TinyGguf().Checkpoint();
        float[] values = new float[32 * 32];

        checkpoint.Tensors.CopyTo("model.layers.0.self_attn.q_proj.weight", [32, 32], values);

        // Head 1 begins at row 8; its rows 2i and 2i + 1 of the file belong at i and i + 4.
        CollectionAssert.AreEqual(new[] { 8, 10, 12, 14, 9, 11, 13, 15 }, values.Chunk(32).Skip(8).Take(8).Select(row => (int)MathF.Round(row[0] * 1000 / 32)).ToArray());
    }

    [TestMethod]
    public void CopyTo_QueriesOfAQwen_StayAsTheyAre()
    {
        using Checkpoint checkpoint = Qwen2().Checkpoint();
        float[] values = new float[32 * 32];

        checkpoint.Tensors.CopyTo("model.layers.0.self_attn.q_proj.weight", [32, 32], values);

        CollectionAssert.AreEqual(Enumerable.Range(0, 32 * 32).Select(i => i / 1000f).ToArray(), values);
    }

    [TestMethod]
    public void Open_Qwen2_HasBiases()
    {
        using Checkpoint checkpoint = Qwen2().Checkpoint();
        using StudentWeights weights = checkpoint.ReadWeights();

        Assert.IsTrue(checkpoint.Config.AttentionBias);
    }

    [TestMethod]
    public void Open_Qwen3_HasNormsOfItsHeadsAndAWidthOfTheirOwn()
    {
        TinyGguf tiny = new("qwen3");
        tiny.Metadata["qwen3.attention.key_length"] = 16u;
        tiny.Metadata["qwen3.attention.value_length"] = 16u;
        tiny.Add("blk.0.attn_q.weight", 64, 32);
        tiny.Add("blk.0.attn_k.weight", 32, 32);
        tiny.Add("blk.0.attn_v.weight", 32, 32);
        tiny.Add("blk.0.attn_output.weight", 32, 64);
        tiny.Add("blk.0.attn_q_norm.weight", 16);
        tiny.Add("blk.0.attn_k_norm.weight", 16);
        using Checkpoint checkpoint = tiny.Checkpoint();
        using StudentWeights weights = checkpoint.ReadWeights();

        Assert.IsTrue(checkpoint.Config.QueryKeyNorm);
        Assert.AreEqual(16, checkpoint.Config.HeadDimension);
    }

    [TestMethod]
    public void Open_OutputOfItsOwn_IsNotTied()
    {
        TinyGguf tiny = new();
        tiny.Add("output.weight", 6, 32);
        using Checkpoint checkpoint = tiny.Checkpoint();

        Assert.IsFalse(checkpoint.Config.TieOutput);
    }

    [TestMethod]
    public void Open_LinearScaling_IsTaken()
    {
        TinyGguf tiny = new();
        tiny.Metadata["llama.rope.scaling.type"] = "linear";
        tiny.Metadata["llama.rope.scaling.factor"] = 4f;
        using Checkpoint checkpoint = tiny.Checkpoint();

        Assert.AreEqual(new RopeScaling.Linear(4), checkpoint.Config.RopeScaling);
    }

    [TestMethod]
    public void Open_RotaryFactors_AreTurnedBackIntoLlama3Scaling()
    {
        RopeScaling scaling = new RopeScaling.Llama3(8, 1, 4, 8192);
        TinyGguf tiny = new();
        tiny.Tensors["rope_freqs.weight"] = new GgufTensorOutput("rope_freqs.weight", [4], Float32Format.Instance, RotaryFactors.Of(scaling, 8, 50000), static row => row);
        using Checkpoint checkpoint = tiny.Checkpoint();
        using StudentWeights weights = checkpoint.ReadWeights();

        Assert.AreEqual(scaling, checkpoint.Config.RopeScaling);
    }

    [TestMethod]
    [DataRow("general.architecture", "gemma3", "llama, qwen2, qwen3 (mistral among llama) are")]
    [DataRow("llama.rope.scaling.type", "yarn", "yarn is not supported")]
    [DataRow("llama.expert_count", 8u, "mixture of 8 experts")]
    [DataRow("llama.rope.dimension_count", 4u, "differ in width")]
    [DataRow("llama.rope.freq_base", -1f, "not a positive number")]
    [DataRow("llama.attention.head_count_kv", 3u, "describes no model")]
    [DataRow("llama.embedding_length", "32", "not a whole number")]
    public void Open_ModelThatIsNotComputed_SaysWhy(string key, object value, string fault)
    {
        TinyGguf tiny = new();
        tiny.Metadata[key] = value;

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => tiny.Checkpoint());

        Assert.Contains(fault, error.Message);
    }

    [TestMethod]
    public void Open_MissingSize_NamesIt()
    {
        TinyGguf tiny = new();
        tiny.Metadata.Remove("llama.block_count");

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => tiny.Checkpoint());

        Assert.Contains("llama.block_count", error.Message);
    }

    [TestMethod]
    public void ReadWeights_TensorWithoutAPlace_IsNotPassedOver()
    {
        TinyGguf tiny = new();
        tiny.Add("blk.0.attn_output.bias", 32);
        using Checkpoint checkpoint = tiny.Checkpoint();

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(checkpoint.ReadWeights);

        Assert.Contains("o_proj.bias", error.Message);
    }

    [TestMethod]
    public void ReadWeights_MoreLayersThanTensors_TakesNoMemoryForThem()
    {
        TinyGguf tiny = new();
        tiny.Metadata["llama.block_count"] = 100_000u;
        using Checkpoint checkpoint = tiny.Checkpoint();

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(checkpoint.ReadWeights);

        Assert.Contains("100000 layers", error.Message);
    }

    private static TinyGguf Qwen2()
    {
        TinyGguf tiny = new("qwen2");
        tiny.Add("blk.0.attn_q.bias", 32);
        tiny.Add("blk.0.attn_k.bias", 16);
        tiny.Add("blk.0.attn_v.bias", 16);
        return tiny;
    }
}
