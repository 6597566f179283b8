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

/// <summary>Imports the user's seed files: rows that can be used, rows set aside, rows held out.</summary>
internal sealed class SeedFiles(IArtifactStore artifacts, ScratchFolders scratch)
{
    public async Task<SeedDataset> ImportAsync(ImportSeed input, CancellationToken cancellation)
    {
        using ScratchFolder folder = scratch.Create();
        List<SeedReading> files = [await ReadAsync(folder.Path, input.FileName, input.File!.Value, "", cancellation)];
        foreach (SeedSource also in input.Also ?? [])
        {
            files.Add(await ReadAsync(folder.Path, also.Name, also.Content, $"{also.Name}#", cancellation));
        }

        Example[] used = [.. files.SelectMany(file => Limit(file.Rows, input))];
        HeldOutSplit split = HeldOutSplit.Of(used.Select(AsOneCell), input.Evaluation.HeldOutOf(used.Length), input.RandomSeed);
        HashSet<string> heldOutIds = [.. split.HeldOut.Select(example => example.Id)];
        Example[] heldOut = [.. used.Where(example => heldOutIds.Contains(example.Id))];
        HeldOutSet unseen = new(heldOut.Select(example => example.Instruction), HeldOutSet.UsualOverlap);
        Example[] pool = [.. used.Where(example => !heldOutIds.Contains(example.Id) && !unseen.Covers(example.Instruction))];
        if (pool.Length == 0 || heldOut.Length == 0)
        {
            string names = string.Join(", ", files.Select(file => file.Name));
            throw new DatasetException(
                $"'{names}' has too few usable rows: of {used.Length}, {heldOut.Length} are held out to measure on and {pool.Length} are left to train on; there must be some of both. Give more rows.");
        }

        string rejected = Path.Combine(folder.Path, "rejected");
        return new SeedDataset(
            await artifacts.PutLinesAsync(pool, cancellation),
            await artifacts.PutShardsAsync(heldOut, input.Evaluation.ShardSize, cancellation),
            pool.Length,
            heldOut.Length,
            Verifiable: heldOut.All(example => EmbeddedTutor.TryRead(example.Instruction) is not null),
            files.Sum(file => file.Import.AcceptedCount),
            files.Sum(file => file.Import.RejectedCount),
            File.Exists(rejected) ? await artifacts.PutFileAsync(rejected, cancellation) : null,
            string.Join(", ", files.Select(file => file.Import.Format).Distinct()),
            Summed(files.SelectMany(file => file.Import.RejectedReasons)),
            Summed(files.SelectMany(file => file.LabelSources)))
        {
            RowsDrawn = files.Count == 1 ? null : used.Length,
        };
    }

    // Ids of the first file are the data's own; those of the others carry the file's name, since each counts its rows from one.
    private async Task<SeedReading> ReadAsync(string folder, string? name, ArtifactRef content, string idPrefix, CancellationToken cancellation)
    {
        string copy = Path.Combine(folder, "seed"), setAside = Path.Combine(folder, "set-aside");
        await CopyAsync(content, copy, cancellation);
        Instants.Reach("seed.after-copy");
        DatasetImport import = DatasetImporter.Open(copy, new ImportOptions { Name = name, RejectedPath = setAside });
        List<Example> rows = [];
        List<string> sources = [];
        await foreach (ImportedRow row in import.ReadAsync(cancellation))
        {
            (TaskLabel label, string source) = LabelOf(row);
            rows.Add(row.ToExample(label) with { Id = idPrefix + row.Id });
            sources.Add(source);
        }

        if (File.Exists(setAside))
        {
            await AppendAsync(setAside, Path.Combine(folder, "rejected"), cancellation);
            File.Delete(setAside);
        }

        return new SeedReading(name, import, rows, Reasons.Count(sources));
    }

    /// <summary>The data's own category where it has one, the tutor for its own tasks, Others for the rest (method).</summary>
    private static (TaskLabel Label, string Source) LabelOf(ImportedRow row) =>
        row.Task is { } given ? (given, "data")
        : EmbeddedTutor.TryRead(row.Instruction) is { } known ? (known.Task, "tutor")
        : (TaskLabels.Others, "none");

    // A file's rows are held out by number, not so many of each label: a file with one row of a label could not spare it.
    private static Example AsOneCell(Example example) => example with { Task = TaskLabels.Others, Family = null, Level = null };

    private static Example[] Limit(IReadOnlyList<Example> rows, ImportSeed input)
    {
        int most = input.Seed.Limit == 0 ? rows.Count : input.Seed.Limit;
        HashSet<string> drawn = [.. PoolSample.Draw([.. rows.Select(row => new PoolEntry(row.Id, row.Cell, TokenCount.Zero))], most, input.RandomSeed).Select(entry => entry.Id)];
        return [.. rows.Where(row => drawn.Contains(row.Id))];
    }

    private async Task CopyAsync(ArtifactRef file, string path, CancellationToken cancellation)
    {
        await using Stream source = await artifacts.OpenAsync(file, cancellation);
        await using FileStream target = new(path, FileMode.Create);
        await source.CopyToAsync(target, cancellation);
    }

    private static async Task AppendAsync(string from, string to, CancellationToken cancellation)
    {
        await using FileStream source = File.OpenRead(from);
        await using FileStream target = new(to, FileMode.Append);
        await source.CopyToAsync(target, cancellation);
    }

    private static SortedDictionary<string, int> Summed(IEnumerable<KeyValuePair<string, int>> counts)
    {
        SortedDictionary<string, int> sums = new(StringComparer.Ordinal);
        foreach ((string name, int count) in counts)
        {
            sums[name] = sums.GetValueOrDefault(name) + count;
        }

        return sums;
    }

    private sealed record SeedReading(string? Name, DatasetImport Import, IReadOnlyList<Example> Rows, IReadOnlyDictionary<string, int> LabelSources);
}
