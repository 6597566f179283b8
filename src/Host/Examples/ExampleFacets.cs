namespace Tapir.Host.Examples;

/// <summary>What a run's examples can be filtered by.</summary>
/// <param name="Total">All examples in all rounds.</param>
public sealed record ExampleFacets(IReadOnlyList<int> Rounds, IReadOnlyList<string> Tasks, long Total, double Threshold)
{
    public static readonly ExampleFacets None = new([], [], 0, 0);
}

/// <summary>How the judge's scores of one task label stand to what is known without it.</summary>
/// <param name="Judged">Scored examples of the label in the pools of all rounds.</param>
/// <param name="Graded">Those of them with an answer whose result could be checked.</param>
/// <param name="Compared">Those whose teacher's answer was scored in the round before too.</param>
/// <param name="RightScoredLow">Of those graded.</param>
/// <param name="WrongScoredHigh">Of those graded.</param>
/// <param name="TeacherMoved">Of those compared.</param>
public sealed record LabelJudging(string Task, long Judged, long Graded, long Compared, long RightScoredLow, long WrongScoredHigh, long TeacherMoved)
{
    public long All => RightScoredLow + WrongScoredHigh + TeacherMoved;
}
