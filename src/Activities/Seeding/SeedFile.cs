using Tapir.Activities.Scratch;
using Tapir.Artifacts;
using Tapir.Curriculum.Assembly;
using Tapir.Curriculum.Evaluation;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Tasks;
using Tapir.Datasets;
using Tapir.Datasets.Import;
using Tapir.Orchestrations.Seeding;
using Tapir.Teachers.Tutor;

namespace Tapir.Activities.Seeding;

/// <summary>Imports the user's seed file: rows that can be used, rows set aside, rows held out.</summary>
internal sealed class SeedFile(IArtifactStore artifacts, ScratchFolders scratch)
{
    public async Task<SeedDataset> ImportAsync(ArtifactRef file, ImportSeed input, CancellationToken cancellation)
    {
        using ScratchFolder folder = scratch.Create();
        return await ImportAsync(folder.Path, file, input, cancellation);
    }

    private async Task<SeedDataset> ImportAsync(string folder, ArtifactRef file, ImportSeed input, CancellationToken cancellation)
    {
        string path = Path.Combine(folder, "seed");
        await CopyAsync(file, path, cancellation);
        Instants.Reach("seed.after-copy");
        string rejectedPath = Path.Combine(folder, "rejected.jsonl");
        DatasetImport import = DatasetImporter.Open(path, new ImportOptions { Name = input.FileName, RejectedPath = rejectedPath });
        List<Example> rows = [];
        SortedDictionary<string, int> sources = new(StringComparer.Ordinal);
        await foreach (ImportedRow row in import.ReadAsync(cancellation))
        {
            (TaskLabel label, string source) = LabelOf(row);
            rows.Add(row.ToExample(label));
            sources[source] = sources.GetValueOrDefault(source) + 1;
        }

        Example[] used = Limit(rows, input);
        HeldOutSplit split = HeldOutSplit.Of(used.Select(AsOneCell), input.Evaluation.HeldOutOf(used.Length), input.RandomSeed);
        HashSet<string> heldOutIds = [.. split.HeldOut.Select(example => example.Id)];
        Example[] heldOut = [.. used.Where(example => heldOutIds.Contains(example.Id))];
        HeldOutSet unseen = new(heldOut.Select(example => example.Instruction), HeldOutSet.UsualOverlap);
        Example[] pool = [.. used.Where(example => !heldOutIds.Contains(example.Id) && !unseen.Covers(example.Instruction))];
        if (pool.Length == 0 || heldOut.Length == 0)
        {
            throw new DatasetException(
                $"'{input.FileName}' has too few usable rows: of {used.Length}, {heldOut.Length} are held out to measure on and {pool.Length} are left to train on; there must be some of both. Give more rows.");
        }

        bool anyRejected = File.Exists(rejectedPath);
        return new SeedDataset(
            await artifacts.PutLinesAsync(pool, cancellation),
            await artifacts.PutShardsAsync(heldOut, input.Evaluation.ShardSize, cancellation),
            pool.Length,
            heldOut.Length,
            Verifiable: heldOut.All(example => EmbeddedTutor.TryRead(example.Instruction) is not null),
            import.AcceptedCount,
            import.RejectedCount,
            anyRejected ? await artifacts.PutFileAsync(rejectedPath, cancellation) : null,
            import.Format?.ToString(),
            import.RejectedReasons,
            sources);
    }

    /// <summary>The data's own category where it has one, the tutor for its own tasks, Others for the rest (method).</summary>
    private static (TaskLabel Label, string Source) LabelOf(ImportedRow row) =>
        row.Task is { } given ? (given, "data")
        : EmbeddedTutor.TryRead(row.Instruction) is { } known ? (known.Task, "tutor")
        : (TaskLabels.Others, "none");

    // A file's rows are held out by number, not so many of each label: a file with one row of a label could not spare it.
    private static Example AsOneCell(Example example) => example with { Task = TaskLabels.Others, Family = null, Level = null };

    private static Example[] Limit(List<Example> rows, ImportSeed input)
    {
        int most = input.Seed.Limit == 0 ? rows.Count : input.Seed.Limit;
        HashSet<string> drawn = [.. PoolSample.Draw([.. rows.Select(row => new PoolEntry(row.Id, row.Cell, TokenCount.Zero))], most, input.RandomSeed).Select(entry => entry.Id)];
        return [.. rows.Where(row => drawn.Contains(row.Id))];
    }

    private async Task CopyAsync(ArtifactRef file, string path, CancellationToken cancellation)
    {
        await using Stream source = await artifacts.OpenAsync(file, cancellation);
        await using FileStream target = new(path, FileMode.CreateNew);
        await source.CopyToAsync(target, cancellation);
    }
}
