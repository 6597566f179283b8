using System.Text.Json;
using Tapir.Artifacts;
using Tapir.Host.State;

namespace Tapir.Host.Runs;

/// <summary>What has to be known of runs that are removed: the last number of each name, so that none is given twice (what a run has spent is counted by its id), and
/// which removals have begun, so that one that was cut off is finished.</summary>
/// <remarks>To be changed by whoever holds the gate of the runs.</remarks>
/// <param name="path">The file; there is none before the first removal.</param>
internal sealed class RemovedRuns(string path)
{
    /// <summary>Those that have begun and have not been said to be over.</summary>
    public IReadOnlyList<string> Leaving => Read().Leaving;

    /// <summary>The highest number that a removed run of a name had; 0 for none.</summary>
    public int LastOf(string name) => Read().Last.GetValueOrDefault(name);

    /// <summary>Says that a run is about to be removed. It is on the disk when this returns.</summary>
    public void Begin(string run)
    {
        RemovalNote note = Read();
        int last = Math.Max(note.Last.GetValueOrDefault(RunId.NameOf(run)), RunId.NumberOf(run));
        Write(new RemovalNote(new SortedDictionary<string, int>(note.Last, StringComparer.Ordinal) { [RunId.NameOf(run)] = last }, [.. note.Leaving.Where(other => other != run), run]));
    }

    /// <summary>Says that a removal is over. The number stays used.</summary>
    public void End(string run)
    {
        RemovalNote note = Read();
        if (note.Leaving.Contains(run))
        {
            Write(note with { Leaving = [.. note.Leaving.Where(other => other != run)] });
        }
    }

    private RemovalNote Read() => File.Exists(path) ? StateJson.Read<RemovalNote>(path) : new RemovalNote(new SortedDictionary<string, int>(StringComparer.Ordinal), []);

    private void Write(RemovalNote note) => DurableFile.Replace(path, JsonSerializer.Serialize(note, StateJson.Options));

    private sealed record RemovalNote(SortedDictionary<string, int> Last, IReadOnlyList<string> Leaving);
}
