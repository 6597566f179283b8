using Tapir.Models.Kernels;
using Tapir.Models.Network;

namespace Tapir.Models.Tests.Network;

[TestClass]
public sealed class DecoderPassTests
{
    [TestMethod]
    public void Logits_TinyLlama_AgreeWithReference()
    {
        using StudentWeights weights = TinyLlama.Weights();
        TinyLlama expected = TinyLlama.Expected();
        using DecoderPass pass = new(weights.Config, 100);

        float[] logits = pass.Logits(weights.Parameters, expected.Ids);

        AssertClose(expected.LogitsAtStart, logits.AsSpan(0, 320));
        AssertClose(expected.LogitsAtEnd, logits.AsSpan(99 * 320, 320));
    }

    [TestMethod]
    public void Loss_TinyLlama_AgreesWithReference()
    {
        using StudentWeights weights = TinyLlama.Weights();
        TinyLlama expected = TinyLlama.Expected();
        using DecoderPass pass = new(weights.Config, 100);

        double loss = pass.Loss(weights.Parameters, PackedBatch.OfText(expected.Ids)) / 99;

        Assert.AreEqual(expected.Loss, loss, 1e-4);
    }

    [TestMethod]
    [DataRow("tied output")]
    [DataRow("own output")]
    [DataRow("bias on q, k, v")]
    [DataRow("norm of each head")]
    [DataRow("linear rotary scaling")]
    [DataRow("llama3 rotary scaling")]
    public void Run_PackedSequences_GivesAutogradsGradients(string variant)
    {
        using StudentWeights weights = SmallBatch.Weights(variant);
        using ParameterSet gradients = new(weights.Config);
        using DecoderPass pass = new(weights.Config, 80);

        double loss = pass.Run(weights.Parameters, SmallBatch.Batch, gradients, 10);

        AssertAutograds(weights, gradients, loss);
    }

    [TestMethod]
    [DataRow("tied output")]
    [DataRow("own output")]
    [DataRow("bias on q, k, v")]
    [DataRow("norm of each head")]
    public void Run_SharedByATeam_GivesAutogradsGradients(string variant)
    {
        using StudentWeights weights = SmallBatch.Weights(variant);
        using ParameterSet gradients = new(weights.Config);
        using Team team = new(3);
        using DecoderPass pass = new(weights.Config, 80, team, new PassOptions { Cuts = SmallBatch.Cuts });

        double loss = pass.Run(weights.Parameters, SmallBatch.Batch, gradients, 10);

        AssertAutograds(weights, gradients, loss);
    }

    [TestMethod]
    [DataRow("tied output")]
    [DataRow("norm of each head")]
    public void Run_BlocksRecomputed_GivesTheSameBits(string variant)
    {
        using StudentWeights weights = SmallBatch.Weights(variant);
        using ParameterSet kept = new(weights.Config), recomputed = new(weights.Config);
        using Team team = new(2);
        using DecoderPass keeping = new(weights.Config, 80, team, new PassOptions { Cuts = SmallBatch.Cuts });
        using DecoderPass recomputing = new(weights.Config, 80, team, new PassOptions { Cuts = SmallBatch.Cuts, Kept = KeptActivations.Inputs });

        keeping.Run(weights.Parameters, SmallBatch.Batch, kept, 10);
        recomputing.Run(weights.Parameters, SmallBatch.Batch, recomputed, 10);

        CollectionAssert.AreEqual(kept.Values.ToArray(), recomputed.Values.ToArray());
    }

    [TestMethod]
    public void Loss_NothingKept_IsThatOfAFullPass()
    {
        using StudentWeights weights = SmallBatch.Weights("norm of each head");
        using DecoderPass full = new(weights.Config, 80), frugal = new(weights.Config, 80, PassOptions.ForwardOnly);

        Assert.AreEqual(full.Loss(weights.Parameters, SmallBatch.Batch), frugal.Loss(weights.Parameters, SmallBatch.Batch));
    }

    [TestMethod]
    public void Run_Pairs_GivesAutogradsGradientsOfThePreferenceLoss()
    {
        using StudentWeights weights = SmallBatch.Weights("own output");
        using ParameterSet gradients = new(weights.Config);
        using DecoderPass pass = new(weights.Config, 80);

        double loss = pass.Run(weights.Parameters, SmallBatch.Pairs, gradients, 2);

        AutogradDecoder.Result expected = AutogradDecoder.Run(weights, SmallBatch.Pairs, 2);
        Assert.AreEqual(expected.Loss, loss, 1e-4);
        foreach (ParameterSlot slot in weights.Parameters.Layout.Slots)
        {
            SmallBatch.AssertGradient(slot.Name, expected.Gradients[slot.Name], gradients[slot]);
        }
    }

    [TestMethod]
    public void Logits_SequencePackedAfterAnother_AreThoseOfItAlone()
    {
        using StudentWeights weights = TinyLlama.Weights();
        int[] first = [5, 6, 7, 8], second = [9, 10, 11, 12, 13, 14];
        using DecoderPass pass = new(weights.Config, 64);
        PackedBatch together = new([.. first, .. second], [0, 4, 10], [4, 5, 6, 7, 8], [10, 11, 12, 13, 14], [1, 1, 1, 1, 1]);

        double packed = pass.Loss(weights.Parameters, together);
        double alone = pass.Loss(weights.Parameters, PackedBatch.OfText(second));

        Assert.AreEqual(alone, packed, 1e-4);
    }

    private static void AssertAutograds(StudentWeights weights, ParameterSet gradients, double loss)
    {
        AutogradDecoder.Result expected = AutogradDecoder.Run(weights, SmallBatch.Batch, 10);
        Assert.AreEqual(expected.Loss, loss, 1e-4);
        foreach (ParameterSlot slot in weights.Parameters.Layout.Slots)
        {
            SmallBatch.AssertGradient(slot.Name, expected.Gradients[slot.Name], gradients[slot]);
        }
    }

    private static void AssertClose(float[] expected, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], 2e-3f, $"logit {i}");
        }
    }
}
