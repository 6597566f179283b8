using Tapir.Models.Kernels;
using Tapir.Models.Network;

namespace Tapir.Models.Tests.Network;

/// <summary>Three sequences packed together, some rows with a loss, and small random models of each kind: what gradients are compared on.</summary>
internal static class SmallBatch
{
    private const int Vocabulary = 37;

    public static PackedBatch Batch { get; } = Create();

    /// <summary>The same tokens as two pairs: the first sequence against the second, a part of the third against the rest of it.</summary>
    public static PackedBatch Pairs { get; } = Batch with
    {
        Starts = [0, 5, 45, 57, 70],
        Pairs = [new PackedPair(0, 3, 6, -0.7, 0.4, 1), new PackedPair(6, 7, 8, 0.3, 0.4, 2)],
        LossRows = [1, 2, 3, 20, 21, 43, 50, 61],
        Targets = [.. ((int[])[1, 2, 3, 20, 21, 43, 50, 61]).Select(row => Batch.Ids[row + 1])],
    };

    /// <summary>Cuts so small that several threads have something to do.</summary>
    public static PassCuts Cuts { get; } = new(new Cut(16), new Cut(16), new Cut(16));

    public static StudentWeights Weights(string variant)
    {
        StudentConfig plain = new() { VocabularySize = Vocabulary, Width = 40, MlpWidth = 56, Layers = 2, Heads = 4, KeyValueHeads = 2, ContextLength = 48 };
        StudentWeights weights = StudentWeights.Random(variant switch
        {
            "own output" => plain with { TieOutput = false },
            "bias on q, k, v" => plain with { AttentionBias = true },
            "norm of each head" => plain with { QueryKeyNorm = true, HeadDimension = 24 },
            "linear rotary scaling" => plain with { RopeScaling = new RopeScaling.Linear(4) },
            "llama3 rotary scaling" => plain with { RopeScaling = new RopeScaling.Llama3(8, 1, 4, 16) },
            _ => plain,
        }, 7);
        // Gains of one and biases of zero would hide what is not multiplied or added.
        Random random = new(5);
        foreach (ParameterSlot slot in weights.Parameters.Layout.Slots.Where(slot => !slot.IsMatrix))
        {
            foreach (ref float value in weights.Parameters[slot])
            {
                value += (float)((random.NextDouble() - 0.5) * 0.4);
            }
        }

        return weights;
    }

    public static void AssertGradient(string name, float[] expected, ReadOnlySpan<float> actual)
    {
        float scale = expected.Max(Math.Abs);
        Assert.IsGreaterThan(1e-6f, scale, name);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], 2e-4f * scale, $"{name}[{i}]");
        }
    }

    private static PackedBatch Create()
    {
        Random random = new(3);
        int[] ids = [.. Enumerable.Range(0, 70).Select(_ => random.Next(Vocabulary))];
        int[] starts = [0, 5, 45, 70], rows = [1, 2, 3, 20, 21, 43, 60, 61];
        return new PackedBatch(ids, starts, rows, [.. rows.Select(row => ids[row + 1])], [.. rows.Select((_, i) => 0.5f + i)]);
    }
}
