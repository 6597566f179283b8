using System.Text;
using Tapir.Activities.Teaching;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Reporting;

namespace Tapir.Activities.Reporting;

/// <summary>Implements <see cref="ReportFunctions"/>: the report of one run, in its folder.</summary>
internal sealed class ReportActivities(ActivityRooms rooms)
{
    private const string PageName = "report.html";
    private const string DocumentName = "report.json";

    public void AddTo(FunctionCatalog catalog) => catalog.AddPausable(ReportFunctions.Write, WriteAsync);

    private async Task<WrittenReport> WriteAsync(FunctionContext context, WriteReport input)
    {
        string folder = rooms.RunFolder(context.RunId);
        Directory.CreateDirectory(folder);
        RunReport report = await new ReportBuilder(rooms).BuildAsync(context.RunId, input, context.Cancellation);
        await WriteAsync(Path.Combine(folder, DocumentName), Encoding.UTF8.GetBytes(ReportJson.Serialize(report)), context.Cancellation);
        await WriteAsync(Path.Combine(folder, PageName), Encoding.UTF8.GetBytes(ReportPage.Render(report)), context.Cancellation);
        if (input.Seed.Seed.Rejected is { } rejected)
        {
            await WriteAsync(Path.Combine(folder, ReportBuilder.RejectedName), await rooms.Artifacts.ReadBytesAsync(rejected, context.Cancellation), context.Cancellation);
        }

        return new WrittenReport(PageName, DocumentName);
    }

    // Replaced as a whole, so that a page that is open never shows half a report; under a name of its own, because `tapir report` may write at the same time.
    private static async Task WriteAsync(string path, byte[] content, CancellationToken cancellation)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await File.WriteAllBytesAsync(temporary, content, cancellation);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
