using System.Security.Cryptography;
using System.Text.Json;
using Tapir.Activities.Rating;
using Tapir.Activities.Records;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Reporting;
using Tapir.Orchestrations.Students;

namespace Tapir.Activities.Reporting;

/// <summary>The manifest of a run's folder: its artifacts, the student that was exported, and the report.</summary>
internal sealed class ManifestWriter(SqliteResultIndex results)
{
    /// <param name="context">The call that writes the report.</param>
    /// <param name="report">The report's files: name and content.</param>
    public async Task<Manifest> BuildAsync(
        FunctionContext context, WriteReport input, RunLineage lineage, string folder, IEnumerable<KeyValuePair<string, byte[]>> report, CancellationToken cancellation)
    {
        ManifestCall writing = new(
            context.Function, ReportFunctions.Write.Version, context.Key, ReferencesIn(JsonSerializer.Serialize(input, FunctionJson.Options)));
        List<ManifestFile> files = [.. report.Select(file => new ManifestFile(file.Key, Convert.ToHexStringLower(SHA256.HashData(file.Value)), writing))];
        if (input.Student is { } student && Directory.Exists(Path.Combine(folder, student.Folder)))
        {
            ManifestCall? exporting = await ExportAsync(context.RunId, student, cancellation);
            foreach (string path in Directory.EnumerateFiles(Path.Combine(folder, student.Folder)))
            {
                await using FileStream stream = File.OpenRead(path);
                string digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
                files.Add(new ManifestFile($"{student.Folder}/{Path.GetFileName(path)}", digest, exporting));
            }
        }

        return new Manifest(lineage.ManifestEntries, [.. files, .. await RatingsAsync(folder, cancellation)]);
    }

    /// <summary>What people said, as it is now; no call made it.</summary>
    public static async Task<IReadOnlyList<ManifestFile>> RatingsAsync(string folder, CancellationToken cancellation)
    {
        string path = Path.Combine(folder, RatingBook.FileName);
        if (!File.Exists(path))
        {
            return [];
        }

        // Somebody may be rating now.
        await using FileStream file = await ContendedFile.OpenAsync(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, TimeSpan.FromSeconds(10), cancellation);
        return [new ManifestFile(RatingBook.FileName, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation)))];
    }

    /// <summary>The call that exported the student, found by the run's log: an export is never cached, so nothing else leads to it.</summary>
    private async Task<ManifestCall?> ExportAsync(string run, ExportedStudent student, CancellationToken cancellation)
    {
        foreach (string key in (await results.CallsOfRunAsync(run)).Where(call => call.Call.Function == StudentFunctions.Export.Name).Select(call => call.Call.Key).Distinct())
        {
            if (await results.FindAsync(key, cancellation) is { } stored
                && JsonSerializer.Deserialize<ExportedStudent>(stored.Output, FunctionJson.Options) == student)
            {
                return new ManifestCall(stored.Function, stored.Version, stored.Key, ReferencesIn(stored.Input));
            }
        }

        return null;
    }

    private static IReadOnlyList<ArtifactRef> ReferencesIn(string json) => [.. ArtifactReferences.In(json).Select(ArtifactRef.Parse)];
}
