using System.Security.Cryptography;
using System.Text;
using Tapir.Activities.Rating;
using Tapir.Artifacts;

namespace Tapir.Activities.Reporting;

/// <summary>Brings what people say up to date in a report that is written already; nothing else in it is made anew.</summary>
/// <param name="folder">The run's.</param>
public sealed class RatingUpdate(string folder)
{
    /// <summary>Replaces the section, and the digests of what changed in the manifest. Without a report nothing is done: it comes with the ratings in it.</summary>
    /// <param name="gather">Asked when nobody else can change the report.</param>
    /// <returns>Path of the page; null where there is no report.</returns>
    /// <exception cref="InvalidDataException">The report or the manifest cannot be read; `tapir report` writes both anew.</exception>
    /// <exception cref="IOException">The files cannot be written; the old ones are still there.</exception>
    public async Task<string?> ApplyAsync(Func<CancellationToken, Task<IReadOnlyList<RatingReport>>> gather, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(gather);
        if (!File.Exists(PathOf(ReportFiles.Document)))
        {
            return null;
        }

        using IDisposable gate = await ReportGate.EnterAsync(folder, cancellation);
        RunReport report = await ReadAsync(cancellation) with { Ratings = await gather(cancellation) };
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal)
        {
            [ReportFiles.Document] = Encoding.UTF8.GetBytes(ReportJson.Serialize(report)),
            [ReportFiles.Page] = Encoding.UTF8.GetBytes(ReportPage.Render(report)),
        };
        if (await ManifestAsync(files, cancellation) is { } manifest)
        {
            files[ReportFiles.Manifest] = Encoding.UTF8.GetBytes(manifest.ToJson());
        }

        using StagedFiles staged = new(folder);
        // The manifest last, as when the report is written whole.
        foreach (string name in new[] { ReportFiles.Document, ReportFiles.Page, ReportFiles.Manifest }.Where(files.ContainsKey))
        {
            await staged.AddAsync(name, files[name], cancellation);
        }

        staged.Publish();
        return PathOf(ReportFiles.Page);
    }

    private async Task<RunReport> ReadAsync(CancellationToken cancellation)
    {
        string path = PathOf(ReportFiles.Document);
        try
        {
            return ReportJson.Parse(await File.ReadAllTextAsync(path, cancellation));
        }
        catch (System.Text.Json.JsonException problem)
        {
            throw new InvalidDataException($"'{path}' cannot be read: {problem.Message}", problem);
        }
    }

    private async Task<Manifest?> ManifestAsync(Dictionary<string, byte[]> replaced, CancellationToken cancellation)
    {
        string path = PathOf(ReportFiles.Manifest);
        if (!File.Exists(path))
        {
            return null;
        }

        Manifest before = Manifest.Parse(await File.ReadAllTextAsync(path, cancellation));
        IEnumerable<ManifestFile> files = before.Files.Where(file => file.Path != RatingBook.FileName).Select(file =>
            replaced.TryGetValue(file.Path, out byte[]? content) ? file with { Digest = Convert.ToHexStringLower(SHA256.HashData(content)) } : file);
        return new Manifest(before.Artifacts, [.. files, .. await ManifestWriter.RatingsAsync(folder, cancellation)]);
    }

    private string PathOf(string name) => Path.Combine(folder, name);
}
