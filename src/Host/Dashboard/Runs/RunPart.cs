namespace Tapir.Host.Dashboard.Runs;

/// <summary>One of the pages of a run.</summary>
/// <param name="Part">What its address ends in; empty for the first.</param>
internal sealed record RunPart(string Name, string Part)
{
    public static readonly IReadOnlyList<RunPart> All =
    [
        new("Overview", ""),
        new("Examples", "examples"),
        new("Judging", "judging"),
        new("Log", "logs"),
    ];
}
