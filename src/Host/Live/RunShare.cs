using Tapir.Functions;
using Tapir.Host.Results;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Live;

/// <summary>How much of a run is done. Training is most of a run's time, so its share of the tokens is the run's progress.</summary>
internal static class RunShare
{
    /// <param name="lines">The tree of calls as it is now.</param>
    /// <returns>0 to 1.</returns>
    public static double Done(RunSpec spec, RunDocument document, IReadOnlyList<CallLine> lines)
    {
        TrainingSpec training = spec.Training;
        double total = training.BaseTokens + ((double)training.RoundTokens * spec.Curriculum.Rounds) + (training.Preference?.Tokens ?? 0);
        double done = document.Rounds.Sum(round => round.TrainedTokens) + (document.Preference?.TrainedTokens ?? 0);
        CallProgress? current = lines.LastOrDefault(line => line.Function == "training.run-slice" && line.Running > 0)?.Progress;
        double underWay = current is { Total: > 0 }
            ? (double)current.Done / current.Total * TokensAfter(document.Rounds.Count, spec)
            : 0;
        return Math.Clamp((done + underWay) / total, 0, 1);
    }

    // Of the training that comes after so many students.
    private static long TokensAfter(int students, RunSpec spec) =>
        students == 0 ? spec.Training.BaseTokens
        : students > spec.Curriculum.Rounds && spec.Training.Preference is { } preference ? preference.Tokens
        : spec.Training.RoundTokens;
}
