using System.Globalization;
using System.Text.Json;
using Tapir.Host.State;

namespace Tapir.Host.Runs;

/// <summary>The runs of a state folder.</summary>
internal sealed class RunCatalog(StateFolder state)
{
    public string FolderOf(string run) => Path.Combine(state.Runs, run);

    /// <summary>All runs, oldest first.</summary>
    public IReadOnlyList<RunRecord> List() => [.. Directory.EnumerateDirectories(state.Runs)
        .Select(folder => Path.Combine(folder, "run.json"))
        .Where(File.Exists)
        .Select(StateJson.Read<RunRecord>)
        .OrderBy(run => run.CreatedAt)
        .ThenBy(run => run.Id, StringComparer.Ordinal)];

    /// <summary>The newest run of a spec's name, or null.</summary>
    public RunRecord? Latest(string name) => List().Where(run => run.Spec.Name == name).MaxBy(run => NumberOf(run.Id));

    /// <summary>Finds a run by id; the newest of all where none is named.</summary>
    /// <exception cref="StateException">There is no such run.</exception>
    public RunRecord Find(string? id)
    {
        IReadOnlyList<RunRecord> runs = List();
        RunRecord? found = id is null
            ? runs.Count > 0 ? runs[^1] : null
            : runs.FirstOrDefault(run => run.Id == id) ?? runs.LastOrDefault(run => run.Spec.Name == id);
        return found ?? throw new StateException(runs.Count == 0
            ? $"There is no run in '{state.Root}' yet; `tapir run SPEC` starts one."
            : $"There is no run '{id}' in '{state.Root}'; there are {string.Join(", ", runs.TakeLast(10).Select(run => run.Id))}.");
    }

    /// <summary>The id that the next run of a name gets.</summary>
    /// <param name="skip">How many ids to pass over.</param>
    public string NextId(string name, int skip = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}-{(Latest(name) is { } latest ? NumberOf(latest.Id) : 0) + 1 + skip}");

    public void Save(RunRecord run)
    {
        Directory.CreateDirectory(FolderOf(run.Id));
        AtomicFile.Write(Path.Combine(FolderOf(run.Id), "run.json"), JsonSerializer.Serialize(run, StateJson.Options));
    }

    private static int NumberOf(string id) => int.Parse(id.AsSpan(id.LastIndexOf('-') + 1), CultureInfo.InvariantCulture);
}
