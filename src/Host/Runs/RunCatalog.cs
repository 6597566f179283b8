using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Tapir.Artifacts;
using Tapir.Host.State;

namespace Tapir.Host.Runs;

/// <summary>The runs of a state folder. A run's file is read again only when it has changed.</summary>
internal sealed class RunCatalog(StateFolder state)
{
    private readonly RemovedRuns removed = new(state.RemovedRuns);
    private readonly ConcurrentDictionary<string, (DateTime Written, RunRecord Run)> known = new(StringComparer.Ordinal);

    public string FolderOf(string run) => Path.Combine(state.Runs, run);

    /// <summary>Runs whose removal has begun, and is not said to be over.</summary>
    public IReadOnlyList<string> Leaving => removed.Leaving;

    /// <summary>All runs, oldest first.</summary>
    public IReadOnlyList<RunRecord> List() => [.. Ids()
        .Select(TryGet)
        .OfType<RunRecord>()
        .OrderBy(run => run.CreatedAt)
        .ThenBy(run => run.Id, StringComparer.Ordinal)];

    /// <summary>The ids of all runs, in no order.</summary>
    public IEnumerable<string> Ids() => Directory.EnumerateDirectories(state.Runs).Select(folder => Path.GetFileName(folder)!);

    /// <summary>A run by its id; null when there is none.</summary>
    public RunRecord? TryGet(string id)
    {
        if (!RunId.IsOne(id))
        {
            return null;
        }

        FileInfo file = new(FileOf(id));
        if (!file.Exists)
        {
            known.TryRemove(id, out _);
            return null;
        }

        DateTime written = file.LastWriteTimeUtc;
        if (known.TryGetValue(id, out (DateTime Written, RunRecord Run) entry) && entry.Written == written)
        {
            return entry.Run;
        }

        RunRecord run = StateJson.Read<RunRecord>(file.FullName);
        known[id] = (written, run);
        return run;
    }

    /// <summary>The newest run of a spec's name, or null.</summary>
    public RunRecord? Latest(string name) =>
        Ids().Where(id => RunId.NameOf(id) == name).OrderByDescending(RunId.NumberOf).FirstOrDefault(id => File.Exists(FileOf(id))) is { } latest ? TryGet(latest) : null;

    /// <summary>A run by its id alone. Whoever asks from afar may ask twice: a name would mean another run the second time.</summary>
    /// <exception cref="UnknownRunException">There is no such run.</exception>
    public RunRecord Get(string id) => TryGet(id) ?? throw new UnknownRunException(RunId.IsOne(id)
        ? $"There is no run '{id}'."
        : "There is no such run: an id is a spec's name, a hyphen and a number, such as quickstart-1.");

    /// <summary>Finds a run by id, or the newest of a spec's name; the newest of all where none is named.</summary>
    /// <exception cref="UnknownRunException">There is no such run.</exception>
    public RunRecord Find(string? id)
    {
        if (id is not null && (TryGet(id) ?? Latest(id)) is { } named)
        {
            return named;
        }

        IReadOnlyList<RunRecord> runs = List();
        if (id is null && runs.Count > 0)
        {
            return runs[^1];
        }

        throw new UnknownRunException(runs.Count == 0
            ? $"There is no run in '{state.Root}' yet; `tapir run SPEC` starts one."
            : $"There is no run '{id}' in '{state.Root}'; there are {string.Join(", ", runs.TakeLast(10).Select(run => run.Id))}.");
    }

    /// <summary>The id that the next run of a name gets; that of a removed run is never given again.</summary>
    /// <param name="skip">How many ids to pass over.</param>
    public string NextId(string name, int skip = 0)
    {
        int last = Math.Max(Latest(name) is { } latest ? RunId.NumberOf(latest.Id) : 0, removed.LastOf(name));
        return string.Create(CultureInfo.InvariantCulture, $"{name}-{last + 1 + skip}");
    }

    public void Save(RunRecord run)
    {
        DurableFile.Replace(FileOf(run.Id), JsonSerializer.Serialize(run, StateJson.Options));
        known.TryRemove(run.Id, out _);
    }

    /// <summary>Removes a run's folder with its report and student, or what is left of it. Done by whoever holds the gate of the runs; what the hub has of the run is
    /// to be removed next, and then <see cref="Removed"/> said.</summary>
    public void Delete(string run)
    {
        removed.Begin(run);
        Instants.Reach("removal.after-note");
        if (Directory.Exists(FolderOf(run)))
        {
            // The record goes first and at once: half a folder without one is no run.
            File.Delete(FileOf(run));
            Instants.Reach("removal.after-record");
            Directory.Delete(FolderOf(run), recursive: true);
        }

        known.TryRemove(run, out _);
    }

    /// <summary>Takes note that nothing of a run is left, or that its removal never came to remove anything.</summary>
    public void Removed(string run) => removed.End(run);

    private string FileOf(string run) => Path.Combine(FolderOf(run), "run.json");
}
