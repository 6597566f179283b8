namespace Tapir.Curriculum.Rating;

/// <summary>The teacher; where the seed is the user's own, the recorded answers.</summary>
public sealed record TeacherContestant : Contestant
{
    internal const string TeacherWord = "teacher";

    public override string Name => TeacherWord;

    public override string Word => TeacherWord;

    internal override int Place => -1;
}
