using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Training;

namespace Tapir.Orchestrations.Distilling;

/// <summary>The student that a run has come to: that of the last round, or the same one after its preference tuning.</summary>
/// <param name="Name">Such as <c>S_3</c>, or <c>S_3 + preference</c>.</param>
/// <param name="Round">The last round.</param>
/// <param name="Measurement">On the seed's own held-out part.</param>
/// <param name="Counted">Where exact answers are counted.</param>
public sealed record LastStudent(string Name, int Round, TrainedStudent Trained, Measurement Measurement, Measurement Counted)
{
    /// <param name="rounds">At least S_0.</param>
    /// <param name="preference">Null where there was no tuning, or it has not come to its end.</param>
    public static LastStudent Of(IReadOnlyList<RoundOutcome> rounds, PreferenceOutcome? preference)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        RoundOutcome last = rounds[^1];
        return preference is { Tuned: { } tuned }
            ? new LastStudent(preference.Name, last.Round, tuned.Trained, tuned.Measurement, tuned.Counted)
            : new LastStudent($"S_{last.Round}", last.Round, last.Trained, last.Measurement, last.Counted);
    }
}
