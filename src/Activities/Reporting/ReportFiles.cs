namespace Tapir.Activities.Reporting;

/// <summary>What the files of a report are called, in the folder of its run.</summary>
internal static class ReportFiles
{
    public const string Page = "report.html";
    public const string Document = "report.json";
    public const string Manifest = "manifest.json";
}
