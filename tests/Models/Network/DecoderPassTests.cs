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
    [DataRow(true, DisplayName = "tied output")]
    [DataRow(false, DisplayName = "own output")]
    public void Run_PackedSequences_GivesAutogradsGradients(bool tied)
    {
        StudentConfig config = new() { VocabularySize = 37, Width = 40, MlpWidth = 56, Layers = 2, Heads = 4, KeyValueHeads = 2, ContextLength = 48, TieOutput = tied };
        using StudentWeights weights = StudentWeights.Random(config, 7);
        Random random = new(3);
        int[] ids = [.. Enumerable.Range(0, 70).Select(_ => random.Next(37))];
        int[] starts = [0, 5, 45, 70], rows = [1, 2, 3, 20, 21, 43, 60, 61];
        PackedBatch batch = new(ids, starts, rows, [.. rows.Select(row => ids[row + 1])], [.. rows.Select((_, i) => 0.5f + i)]);
        using ParameterSet gradients = new(config);
        using DecoderPass pass = new(config, 80);

        double loss = pass.Run(weights.Parameters, batch, gradients, 10);

        AutogradDecoder.Result expected = AutogradDecoder.Run(weights, batch, 10);
        Assert.AreEqual(expected.Loss, loss, 1e-4);
        foreach (ParameterSlot slot in weights.Parameters.Layout.Slots)
        {
            float[] right = expected.Gradients[slot.Name], own = gradients[slot].ToArray();
            float scale = right.Max(Math.Abs);
            Assert.IsGreaterThan(1e-6f, scale, slot.Name);
            for (int i = 0; i < right.Length; i++)
            {
                Assert.AreEqual(right[i], own[i], 2e-4f * scale, $"{slot.Name}[{i}]");
            }
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

    private static void AssertClose(float[] expected, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], 2e-3f, $"logit {i}");
        }
    }
}
