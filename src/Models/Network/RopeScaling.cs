namespace Tapir.Models.Network;

/// <summary>How a checkpoint slows its rotary frequencies down to reach further than the context it was first trained with.</summary>
public abstract record RopeScaling
{
    private RopeScaling()
    {
    }

    /// <summary>Frequencies as they are.</summary>
    public static RopeScaling None { get; } = new Unscaled();

    /// <summary>What becomes of one frequency, in radians a token.</summary>
    internal abstract double Apply(double frequency);

    /// <summary>Names the first value that makes no sense.</summary>
    internal abstract void Validate();

    /// <summary>Frequencies <c>[headDimension / 2]</c> to the base <paramref name="theta"/>, in float32 as the reference computes them.</summary>
    internal float[] Frequencies(int headDimension, double theta) => [.. Enumerable.Range(0, headDimension / 2)
        .Select(i => (float)Apply((float)(1.0 / Math.Pow(theta, 2.0 * i / headDimension))))];

    /// <summary>All frequencies divided by one factor, at least 1.</summary>
    public sealed record Linear(double Factor) : RopeScaling
    {
        internal override double Apply(double frequency) => frequency / Factor;

        internal override void Validate() => ArgumentOutOfRangeException.ThrowIfLessThan(Factor, 1, nameof(Factor));
    }

    /// <summary>Low frequencies divided by a factor, high ones kept, those between blended (Llama Team, The Llama 3 Herd of Models, 2024; as in transformers).</summary>
    /// <param name="Factor">At least 1.</param>
    /// <param name="LowFrequencyFactor">Waves longer than the original context divided by it are slowed down in full. Positive.</param>
    /// <param name="HighFrequencyFactor">Waves shorter than the original context divided by it stay. Above the low one.</param>
    /// <param name="OriginalContextLength">In tokens, positive.</param>
    public sealed record Llama3(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, int OriginalContextLength) : RopeScaling
    {
        internal override double Apply(double frequency)
        {
            double turns = OriginalContextLength * frequency / (2 * Math.PI);
            double kept = Math.Clamp((turns - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor), 0, 1);
            return ((1 - kept) * frequency / Factor) + (kept * frequency);
        }

        internal override void Validate()
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(Factor, 1, nameof(Factor));
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LowFrequencyFactor);
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HighFrequencyFactor, LowFrequencyFactor);
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(OriginalContextLength);
        }
    }

    private sealed record Unscaled : RopeScaling
    {
        internal override double Apply(double frequency) => frequency;

        internal override void Validate()
        {
        }
    }
}
