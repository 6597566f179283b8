namespace Tapir.Activities.Reporting;

/// <summary>How a round moved the gap between teacher and student.</summary>
/// <param name="Threshold">Gap above which an instruction counted as hard.</param>
/// <param name="Before">The pool as judged at the start of the round.</param>
public sealed record GapShift(double Threshold, GapHistogram Before)
{
    /// <summary>The judgement after the round's training; null where none was made.</summary>
    public GapHistogram? After { get; init; }

    /// <summary>What <see cref="After"/> was judged on, in a few words, for example "the next round's pool".</summary>
    public string? AfterIs { get; init; }
}
