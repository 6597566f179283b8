using Tapir.Models.Checkpoints;
using Tapir.Models.Network;

namespace Tapir.Models.Tests.Checkpoints;

/// <summary>One checkpoint for each way in which LLaMA-like models differ.</summary>
[TestClass]
public sealed class TinyRandomTests
{
    [TestMethod]
    [DataRow("llama")]
    [DataRow("llama3-rope-bf16-sharded")]
    [DataRow("mistral-f16")]
    [DataRow("qwen2")]
    [DataRow("qwen3")]
    public void ReadWeights_TinyRandom_ReadsEveryTensor(string name)
    {
        using Checkpoint checkpoint = Checkpoint.Open(SharedFiles.PathOrSkip("models", "tiny-random", name));

        using StudentWeights weights = checkpoint.ReadWeights();

        Assert.HasCount(checkpoint.Tensors.Names.Count, weights.ToTensors());
        CollectionAssert.AreEqual(new[] { 2 }, checkpoint.EndOfTextIds.ToArray());
    }

    [TestMethod]
    [DataRow("llama3-rope-bf16-sharded", "model.norm.weight", 48)]
    [DataRow("mistral-f16", "model.norm.weight", 48)]
    public void CopyTo_HalfPrecision_GivesNumbersOfTheSize(string name, string tensor, int length)
    {
        using Checkpoint checkpoint = Checkpoint.Open(SharedFiles.PathOrSkip("models", "tiny-random", name));
        float[] values = new float[length];

        checkpoint.Tensors.CopyTo(tensor, [length], values);

        Assert.IsTrue(values.All(value => MathF.Abs(value) is > 0 and < 4));
    }
}
