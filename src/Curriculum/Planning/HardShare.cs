using System.Text.Json.Serialization;
using Tapir.Curriculum.Json;

namespace Tapir.Curriculum.Planning;

/// <summary>α: the share of a round's training tokens that comes from hard examples, 0 to 1.</summary>
[JsonConverter(typeof(HardShareJsonConverter))]
public readonly record struct HardShare
{
    /// <exception cref="ArgumentOutOfRangeException">Outside 0..1 or not a number.</exception>
    public HardShare(double value)
    {
        if (!(value >= 0 && value <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "The hard share lies between 0 and 1.");
        }

        Value = value;
    }

    public double Value { get; }

    /// <summary>α of the next round: min(1, α + Δα).</summary>
    /// <param name="step">Δα, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step lies outside 0..1.</exception>
    public HardShare Next(double step)
    {
        if (!(step >= 0 && step <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(step), step, "The step of the hard share lies between 0 and 1.");
        }

        return new HardShare(Math.Min(1, Value + step));
    }

    /// <summary>α of a round: 1-based, so round 1 has <paramref name="first"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The round is below 1 or the step lies outside 0..1.</exception>
    public static HardShare InRound(int round, HardShare first, double step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(round, 1);
        _ = first.Next(step);

        // A product, not a sum of steps: 0.3, 0.5, 0.7 stay those numbers. Rounding keeps 0.1 + 0.2 from reading 0.30000000000000004.
        return new HardShare(Math.Min(1, Math.Round(first.Value + ((round - 1) * step), 12)));
    }
}
