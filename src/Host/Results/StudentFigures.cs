namespace Tapir.Host.Results;

/// <summary>What is shown of one student of a run: that of a round, or the last one after its preference tuning.</summary>
/// <param name="Name">Such as <c>S_3</c>, or <c>S_3 + preference</c>.</param>
internal sealed record StudentFigures(
    string Name, double Accuracy, double Low, double High, double Loss, IReadOnlyDictionary<string, TaskDocument> ByTask, long TrainedTokens)
{
    /// <summary>S_0 first; a tuned student last.</summary>
    public static IReadOnlyList<StudentFigures> Of(IReadOnlyList<RoundDocument> rounds, PreferenceDocument? preference)
    {
        List<StudentFigures> students =
            [.. rounds.Select(round => new StudentFigures($"S_{round.Round}", round.Accuracy, round.Low, round.High, round.Loss, round.ByTask, round.TrainedTokens))];
        if (preference is { } tuned)
        {
            students.Add(new StudentFigures(tuned.Student, tuned.Accuracy, tuned.Low, tuned.High, tuned.Loss, tuned.ByTask, tuned.TrainedTokens));
        }

        return students;
    }
}
