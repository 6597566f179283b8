using System.Text.Json.Serialization;
using Tapir.Curriculum.Json;

namespace Tapir.Curriculum.Selection;

/// <summary>δ: an example is hard when its gap is above this. Range -10 to 9: -10 selects everything scored, 9 nothing.</summary>
[JsonConverter(typeof(ThresholdJsonConverter))]
public readonly record struct Threshold
{
    /// <exception cref="ArgumentOutOfRangeException">Outside -10..9 or not a number.</exception>
    public Threshold(double value)
    {
        if (!(value >= -10 && value <= 9))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "The threshold on the gap between two judge's scores lies between -10 and 9.");
        }

        Value = value;
    }

    /// <summary>2, the paper's.</summary>
    public static Threshold Default => new(2);

    public double Value { get; }
}
