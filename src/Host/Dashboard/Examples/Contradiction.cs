using Tapir.Host.Examples;

namespace Tapir.Host.Dashboard.Examples;

/// <summary>Says of an example what contradicts its judgement.</summary>
internal static class Contradiction
{
    public static IReadOnlyList<string> Of(ExampleItem item) =>
    [
        .. Graded("the student's", item.Before?.IsRight, item.StudentScore),
        .. Graded("the teacher's", item.TeacherIsRight, item.TeacherScore),
        .. item.Disagreements.HasFlag(Disagreements.TeacherMoved)
            ? [$"The same answer of the teacher was scored {ExampleWords.Score(item.EarlierTeacherScore)} in round {item.Round - 1} and {ExampleWords.Score(item.TeacherScore)} in this one."]
            : Array.Empty<string>(),
    ];

    private static IEnumerable<string> Graded(string whose, bool? isRight, double? score) => JudgeBounds.Of(isRight, score) switch
    {
        Disagreements.RightScoredLow => [$"The result of {whose} answer is right, and the judge scored it {ExampleWords.Score(score)}."],
        Disagreements.WrongScoredHigh => [$"The result of {whose} answer is wrong, and the judge scored it {ExampleWords.Score(score)}."],
        _ => [],
    };
}
