using Tapir.Models.Kernels;
using Tapir.Models.Network;

namespace Tapir.Models.Tests.Network;

[TestClass]
public sealed class AdapterTests
{
    private const ulong Key = 99;

    [TestMethod]
    [DataRow("tied output", 0.0, "all")]
    [DataRow("bias on q, k, v", 0.0, "all")]
    [DataRow("norm of each head", 0.0, "all")]
    [DataRow("tied output", 0.3, "all")]
    [DataRow("norm of each head", 0.3, "all")]
    [DataRow("own output", 0.0, "some")]
    public void Run_Adapter_GivesAutogradsGradients(string variant, double dropout, string targets)
    {
        using StudentWeights weights = SmallBatch.Weights(variant);
        using AdapterSet adapter = Adapter(weights.Config, (float)dropout, targets), gradients = new(weights.Config, adapter.Shape);
        float[] before = weights.Parameters.Values.ToArray();
        using Team team = new(2);
        using DecoderPass pass = new(weights.Config, 80, team, new PassOptions { Cuts = SmallBatch.Cuts, Adapter = adapter.Shape });

        double loss = pass.Run(new PassInput(weights.Parameters, adapter, SmallBatch.Batch, Key), gradients, 10);

        AutogradDecoder.Result expected = AutogradDecoder.Run(weights, adapter, SmallBatch.Batch, Key, 10);
        Assert.AreEqual(expected.Loss, loss, 1e-3);
        foreach (ParameterSlot slot in adapter.Layout.Slots)
        {
            SmallBatch.AssertGradient(slot.Name, expected.Gradients[slot.Name], gradients[slot]);
        }

        CollectionAssert.AreEqual(before, weights.Parameters.Values.ToArray());
    }

    [TestMethod]
    public void Run_BlocksRecomputed_GivesTheSameBits()
    {
        using StudentWeights weights = SmallBatch.Weights("norm of each head");
        using AdapterSet adapter = Adapter(weights.Config, 0.2f, "all"), kept = new(weights.Config, adapter.Shape), recomputed = new(weights.Config, adapter.Shape);
        using Team team = new(2);
        PassOptions options = new() { Cuts = SmallBatch.Cuts, Adapter = adapter.Shape };
        using DecoderPass keeping = new(weights.Config, 80, team, options), recomputing = new(weights.Config, 80, team, options with { Kept = KeptActivations.Inputs });
        PassInput input = new(weights.Parameters, adapter, SmallBatch.Batch, Key);

        keeping.Run(input, kept, 10);
        recomputing.Run(input, recomputed, 10);

        CollectionAssert.AreEqual(kept.Values.ToArray(), recomputed.Values.ToArray());
    }

    [TestMethod]
    public void AddTo_Adapter_GivesWeightsThatComputeTheSame()
    {
        using StudentWeights weights = SmallBatch.Weights("bias on q, k, v"), merged = weights.Copy();
        using AdapterSet adapter = Adapter(weights.Config, 0, "all");
        using Team team = new(1);
        using DecoderPass pass = new(weights.Config, 80, team, PassOptions.ForwardOnly with { Adapter = adapter.Shape });
        double beside = pass.Loss(new PassInput(weights.Parameters, adapter, SmallBatch.Batch, 0)), without = pass.Loss(weights.Parameters, SmallBatch.Batch);

        adapter.AddTo(merged.Parameters);

        Assert.AreEqual(beside, pass.Loss(merged.Parameters, SmallBatch.Batch), 1e-3);
        Assert.IsGreaterThan(0.01, Math.Abs(beside - without));
    }

    [TestMethod]
    public unsafe void Apply_Dropout_LeavesOutTheShareAndKeepsTheMean()
    {
        float[] ones = [.. Enumerable.Repeat(1f, 100_000)], result = new float[ones.Length];
        fixed (float* source = ones, target = result)
        {
            Dropout.Apply(source, target, 1000, 100, 0, 7, 0.25f);
        }

        Assert.AreEqual(0.25, result.Count(value => value == 0) / 100_000.0, 0.01);
        Assert.AreEqual(1.0, result.Average(), 0.01);
    }

    private static AdapterSet Adapter(StudentConfig config, float dropout, string targets)
    {
        Projection[] all = Enum.GetValues<Projection>();
        AdapterSet adapter = new(config, new AdapterShape(3, 2, dropout, targets == "all" ? all : [Projection.Key, Projection.Value, Projection.Up]));
        Random random = new(11);
        foreach (ParameterSlot slot in adapter.Layout.Slots)
        {
            foreach (ref float value in adapter[slot])
            {
                value = (float)((random.NextDouble() - 0.5) * 0.5);
            }
        }

        return adapter;
    }
}
