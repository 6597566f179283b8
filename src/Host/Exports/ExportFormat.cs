namespace Tapir.Host.Exports;

/// <summary>A form in which other programs take what a run made.</summary>
/// <param name="Name">As it is typed.</param>
/// <param name="Description">What it is and who reads it.</param>
/// <param name="NeedsPlace">Whether it cannot go to standard output.</param>
/// <param name="WriteAsync">Writes it; gives what was written in a few words.</param>
internal sealed record ExportFormat(string Name, string Description, bool NeedsPlace, Func<ExportSource, string?, CancellationToken, Task<string>> WriteAsync)
{
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        TrainingSetExport.Messages,
        TrainingSetExport.Alpaca,
        StudentExport.GgufF16,
        StudentExport.GgufQ8,
        StudentExport.Peft,
    ];
}
