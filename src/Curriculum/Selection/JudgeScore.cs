using System.Globalization;
using System.Text.Json.Serialization;
using Tapir.Curriculum.Json;

namespace Tapir.Curriculum.Selection;

/// <summary>f_J(x, a): a judge's quality score of one answer, 1 (worst) to 10 (best); halves come from averaging both orders.</summary>
[JsonConverter(typeof(JudgeScoreJsonConverter))]
public readonly record struct JudgeScore
{
    private readonly double value;

    /// <exception cref="ArgumentOutOfRangeException">Outside 1..10 or not a number.</exception>
    public JudgeScore(double value)
    {
        if (!(value >= 1 && value <= 10))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A judge's score lies between 1 and 10.");
        }

        this.value = value;
    }

    public double Value => Math.Max(1, value);

    public bool Equals(JudgeScore other) => Value.Equals(other.Value);

    public override int GetHashCode() => Value.GetHashCode();

    public override string ToString() => Value.ToString("0.##", CultureInfo.InvariantCulture);
}
