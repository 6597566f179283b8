using System.Text;
using Microsoft.Extensions.Logging;
using Tapir.Activities.Teaching;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Reporting;

namespace Tapir.Activities.Reporting;

/// <summary>Implements <see cref="ReportFunctions"/>: the report of one run and its manifest, in its folder.</summary>
internal sealed class ReportActivities(ActivityRooms rooms)
{
    private readonly ILogger logger = rooms.Loggers.CreateLogger<ReportActivities>();

    public void AddTo(FunctionCatalog catalog) => catalog.AddPausable(ReportFunctions.Write, WriteAsync);

    private async Task<WrittenReport> WriteAsync(FunctionContext context, WriteReport input)
    {
        string folder = rooms.RunFolder(context.RunId);
        Directory.CreateDirectory(folder);
        using IDisposable gate = await ReportGate.EnterAsync(folder, context.Cancellation);
        RunLineage lineage = await new LineageGatherer(rooms.Results).GatherAsync(input, LastManifest(folder), context.Cancellation);
        RunReport report = await new ReportBuilder(rooms).BuildAsync(context.RunId, input, lineage, context.Cancellation);
        List<KeyValuePair<string, byte[]>> files =
        [
            new(ReportFiles.Document, Encoding.UTF8.GetBytes(ReportJson.Serialize(report))),
            new(ReportFiles.Page, Encoding.UTF8.GetBytes(ReportPage.Render(report))),
        ];
        if (input.Seed.Seed.Rejected is { } rejected)
        {
            files.Add(new(ReportBuilder.RejectedName, await rooms.Artifacts.ReadBytesAsync(rejected, context.Cancellation)));
        }

        Manifest manifest = await new ManifestWriter(rooms.Results).BuildAsync(context, input, lineage, folder, files, context.Cancellation);
        using StagedFiles staged = new(folder);
        // The manifest last: the digests in it are of files that are in their places.
        foreach ((string name, byte[] content) in files.Append(new(ReportFiles.Manifest, Encoding.UTF8.GetBytes(manifest.ToJson()))))
        {
            await staged.AddAsync(name, content, context.Cancellation);
        }

        staged.Publish();
        return new WrittenReport(ReportFiles.Page, ReportFiles.Document);
    }

    private IReadOnlyCollection<ManifestEntry> LastManifest(string folder)
    {
        string path = Path.Combine(folder, ReportFiles.Manifest);
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            return Manifest.Parse(File.ReadAllText(path)).Artifacts;
        }
        catch (InvalidDataException problem)
        {
            // It is replaced now, by what the index alone knows.
            logger.ManifestDamaged(path, problem.Message);
            return [];
        }
    }
}
