using Tapir.Models.Network;

namespace Tapir.Models.Tests.Network;

[TestClass]
[TestCategory("golden")]
public sealed class TinyRandomTests
{
    [TestMethod]
    [DataRow("llama")]
    [DataRow("llama3-rope-bf16-sharded")]
    [DataRow("mistral-f16")]
    [DataRow("qwen2")]
    [DataRow("qwen3")]
    public void Logits_EachArchitecture_AgreeWithPyTorch(string name)
    {
        using StudentWeights weights = TinyRandom.Weights(name);
        TinyRandom expected = TinyRandom.Expected(name);
        using DecoderPass pass = new(weights.Config, 100);

        float[] logits = pass.Logits(weights.Parameters, expected.Ids);

        int vocabulary = weights.Config.VocabularySize;
        for (int i = 0; i < vocabulary; i++)
        {
            Assert.AreEqual(expected.LogitsAtStart[i], logits[i], 2e-3f, $"logit {i} at 0");
            Assert.AreEqual(expected.LogitsAtEnd[i], logits[(99 * vocabulary) + i], 2e-3f, $"logit {i} at 99");
        }
    }

    [TestMethod]
    [DataRow("llama")]
    [DataRow("llama3-rope-bf16-sharded")]
    [DataRow("mistral-f16")]
    [DataRow("qwen2")]
    [DataRow("qwen3")]
    public void Loss_EachArchitecture_AgreesWithPyTorch(string name)
    {
        using StudentWeights weights = TinyRandom.Weights(name);
        TinyRandom expected = TinyRandom.Expected(name);
        using DecoderPass pass = new(weights.Config, 100, PassOptions.ForwardOnly);

        double loss = pass.Loss(weights.Parameters, PackedBatch.OfText(expected.Ids)) / 99;

        Assert.AreEqual(expected.Loss, loss, 1e-4);
    }
}
