using Tapir.Models.Devices;
using Tapir.Models.Kernels;
using Tapir.Models.Network;
using Tapir.Models.Tests.Network;
using TorchSharp;

namespace Tapir.Models.Tests.Devices;

/// <summary>The code of a device, on libtorch's processor, against the hand-written pass: losses within 1e-4, each gradient within 2e-4 of the largest of its parameter.</summary>
[TestClass]
public sealed class DevicePassTests
{
    private const ulong Key = 99;

    [TestMethod]
    [DataRow("tied output")]
    [DataRow("own output")]
    [DataRow("bias on q, k, v")]
    [DataRow("norm of each head")]
    [DataRow("linear rotary scaling")]
    [DataRow("llama3 rotary scaling")]
    public void Run_PackedSequences_GivesTheProcessorsLossAndGradients(string variant)
    {
        using StudentWeights weights = SmallBatch.Weights(variant);

        AssertAsOnTheProcessor(weights, SmallBatch.Batch, 10);
    }

    [TestMethod]
    [DataRow("llama")]
    [DataRow("llama3-rope-bf16-sharded")]
    [DataRow("mistral-f16")]
    [DataRow("qwen2")]
    [DataRow("qwen3")]
    public void Run_EachArchitecture_GivesTheProcessorsLossAndGradients(string name)
    {
        using StudentWeights weights = TinyRandom.Weights(name);
        TinyRandom expected = TinyRandom.Expected(name);

        double loss = AssertAsOnTheProcessor(weights, PackedBatch.OfText(expected.Ids), 99);

        Assert.AreEqual(expected.Loss, loss / 99, 1e-4);
    }

    [TestMethod]
    [DataRow("own output")]
    [DataRow("norm of each head")]
    public void Run_Pairs_GivesTheProcessorsPreferenceLossAndGradients(string variant)
    {
        using StudentWeights weights = SmallBatch.Weights(variant);

        AssertAsOnTheProcessor(weights, SmallBatch.Pairs, 2);
    }

    [TestMethod]
    [DataRow("tied output", 0.0, "all")]
    [DataRow("bias on q, k, v", 0.0, "all")]
    [DataRow("norm of each head", 0.3, "all")]
    [DataRow("own output", 0.3, "some")]
    public void Run_Adapter_GivesTheProcessorsLossAndGradients(string variant, double dropout, string targets)
    {
        using StudentWeights weights = SmallBatch.Weights(variant);
        using AdapterSet adapter = Adapter(weights.Config, (float)dropout, targets), expected = new(weights.Config, adapter.Shape);
        using Team team = new(2);
        using DecoderPass pass = new(weights.Config, 80, team, new PassOptions { Cuts = SmallBatch.Cuts, Adapter = adapter.Shape });
        double loss = pass.Run(new PassInput(weights.Parameters, adapter, SmallBatch.Batch, Key), expected, 10);

        (double actualLoss, float[] gradients) = DeviceRun.Of(weights, adapter, SmallBatch.Batch, Key, 10);

        Assert.AreEqual(loss, actualLoss, 1e-4);
        AssertGradients(expected, gradients);
    }

    [TestMethod]
    [DataRow("all weights")]
    [DataRow("adapter")]
    public void Run_BlocksRecomputed_GivesTheSameBits(string trained)
    {
        using StudentWeights weights = SmallBatch.Weights("norm of each head");
        using AdapterSet adapter = trained == "adapter" ? Adapter(weights.Config, 0.2f, "all") : AdapterSet.None(weights.Config);

        (double loss, float[] kept) = DeviceRun.Of(weights, adapter, SmallBatch.Batch, Key, 10);
        (double again, float[] recomputed) = DeviceRun.Of(weights, adapter, SmallBatch.Batch, Key, 10, kept: KeptActivations.Inputs);

        Assert.AreEqual(loss, again);
        CollectionAssert.AreEqual(kept, recomputed);
        Assert.IsTrue(Array.Exists(kept, value => value != 0));
    }

    [TestMethod]
    [DataRow("tied output")]
    [DataRow("norm of each head")]
    public void Run_Bfloat16_StaysNearFloat32(string variant)
    {
        using StudentWeights weights = SmallBatch.Weights(variant);
        using AdapterSet none = AdapterSet.None(weights.Config);
        (double loss, float[] full) = DeviceRun.Of(weights, SmallBatch.Batch, 10);

        (double rounded, float[] gradients) = DeviceRun.Of(weights, none, SmallBatch.Batch, 0, 10, ProductPrecision.Bfloat16);

        // bfloat16 has eight bits: each product is right to about 0.4 %.
        Assert.AreEqual(loss, rounded, 0.02 * loss);
        Assert.AreNotEqual(loss, rounded);
        double difference = Norm(full.Zip(gradients, (a, b) => a - b));
        Assert.IsLessThan(0.05 * Norm(full), difference);
    }

    [TestMethod]
    public void Run_TwoMicroBatches_AddsTheirGradients()
    {
        using StudentWeights weights = SmallBatch.Weights("tied output");
        using DeviceParameters all = new(weights.Parameters, torch.CPU, isTrained: true);
        using AdapterSet none = AdapterSet.None(weights.Config);
        using DeviceParameters thin = new(none, torch.CPU, isTrained: false);
        using DevicePass pass = new(
            weights.Config, new DeviceWeights(weights.Config, weights.Parameters.Layout, all), new DeviceAdapter(none, thin), torch.CPU, ProductPrecision.Float32, KeptActivations.Everything);

        pass.Run(SmallBatch.Batch, 0, 10);
        float[] once = all.Gradient.data<float>().ToArray();
        pass.Run(SmallBatch.Batch, 0, 10);

        float[] twice = all.Gradient.data<float>().ToArray();
        float largest = once.Max(Math.Abs);
        Assert.IsGreaterThan(0f, largest);
        Assert.IsTrue(once.Zip(twice).All(pair => Math.Abs((2 * pair.First) - pair.Second) <= 1e-6f * largest));
    }

    [TestMethod]
    public unsafe void Mask_OfADevice_LeavesOutWhatTheProcessorDoes()
    {
        float[] expected = new float[7 * 33], ones = [.. Enumerable.Repeat(1f, expected.Length)];
        fixed (float* source = ones, target = expected)
        {
            Dropout.Apply(source, target, 7, 33, 0, 0xFEDC_BA98_7654_3210, 0.25f);
        }

        using torch.Tensor mask = DeviceDropout.Mask(7, 33, 0xFEDC_BA98_7654_3210, 0.25f, torch.CPU);

        CollectionAssert.AreEqual(expected, mask.data<float>().ToArray());
        Assert.Contains(0f, expected);
    }

    private static double AssertAsOnTheProcessor(StudentWeights weights, PackedBatch batch, double divisor)
    {
        using ParameterSet expected = new(weights.Config);
        using DecoderPass pass = new(weights.Config, 120);
        double loss = pass.Run(weights.Parameters, batch, expected, divisor);

        (double actual, float[] gradients) = DeviceRun.Of(weights, batch, divisor);

        Assert.AreEqual(loss, actual, 1e-4 * Math.Max(1, loss));
        AssertGradients(expected, gradients);
        return actual;
    }

    private static void AssertGradients(FlatParameters expected, float[] actual)
    {
        foreach (ParameterSlot slot in expected.Layout.Slots)
        {
            SmallBatch.AssertGradient(slot.Name, expected[slot].ToArray(), actual.AsSpan(slot.Offset, slot.Length));
        }
    }

    private static AdapterSet Adapter(StudentConfig config, float dropout, string targets)
    {
        Projection[] all = Enum.GetValues<Projection>();
        AdapterSet adapter = new(config, new AdapterShape(3, 2, dropout, targets == "all" ? all : [Projection.Key, Projection.Value, Projection.Up]));
        Random random = new(11);
        foreach (ref float value in adapter.Values)
        {
            value = (float)((random.NextDouble() - 0.5) * 0.5);
        }

        return adapter;
    }

    private static double Norm(IEnumerable<float> values) => Math.Sqrt(values.Sum(value => (double)value * value));
}
