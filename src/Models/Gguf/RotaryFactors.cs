using Tapir.Models.Network;

namespace Tapir.Models.Gguf;

/// <summary>The rotary scaling of Llama 3, which GGUF keeps not as its parameters but as the factor by which each frequency is divided.</summary>
internal static class RotaryFactors
{
    public const string OriginalContextKey = "rope.scaling.original_context_length", LowKey = "rope.scaling.low_freq_factor", HighKey = "rope.scaling.high_freq_factor";

    // What llama.cpp's converter takes where a config does not say, and every published Llama 3 has.
    private const int PublishedContext = 8192;
    private const double PublishedLow = 1, PublishedHigh = 4, Tolerance = 1e-3;

    /// <summary>The factors of a scaling <c>[headDimension / 2]</c>.</summary>
    public static float[] Of(RopeScaling scaling, int headDimension, double theta)
    {
        float[] plain = RopeScaling.None.Frequencies(headDimension, theta), scaled = scaling.Frequencies(headDimension, theta);
        return [.. plain.Zip(scaled, (before, after) => before / after)];
    }

    /// <summary>Finds the scaling that has these factors.</summary>
    /// <exception cref="InvalidDataException">None of this kind has.</exception>
    public static RopeScaling Recognise(float[] factors, GgufMetadata metadata, string architecture, double theta)
    {
        double factor = factors.Max();
        double low = metadata.Number($"{architecture}.{LowKey}", PublishedLow), high = metadata.Number($"{architecture}.{HighKey}", PublishedHigh);
        foreach (int context in (int[])[metadata.Count($"{architecture}.{OriginalContextKey}", PublishedContext), PublishedContext])
        {
            if (factor < 1 || low <= 0 || high <= low || context == 0)
            {
                continue;
            }

            RopeScaling candidate = factor == 1 ? RopeScaling.None : new RopeScaling.Llama3(factor, low, high, context);
            float[] expected = Of(candidate, 2 * factors.Length, theta);
            if (factors.Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance * pair.Second))
            {
                return candidate;
            }
        }

        throw new InvalidDataException(
            $"{metadata.Source}: the factors in {GgufNames.RotaryFactors} are not those of Llama 3's rotary scaling by {factor}; no other can be read from factors. Use the checkpoint as a Hugging Face folder.");
    }
}
