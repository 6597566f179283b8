using Tapir.Activities.Scheduling;
using Tapir.Artifacts;
using Tapir.Datasets;
using Tapir.Orchestrations.Specs;

namespace Tapir.Activities.Tests.Scheduling;

/// <summary>Runs that are only recorded.</summary>
internal sealed class RecordedStarts : IRunStarts
{
    private readonly Dictionary<string, string> runs = [];

    public HashSet<string> Open { get; } = [];

    public List<string> Log { get; } = [];

    /// <value>The seed that each recorded run was given, by its <c>seed.path</c>.</value>
    public Dictionary<string, ArtifactRef?> Seeds { get; } = [];

    /// <value>Why no run can be recorded; null when one can.</value>
    public DatasetException? Refusal { get; set; }

    public string? Find(string requestKey) => runs.GetValueOrDefault(requestKey);

    public Task<string> RecordAsync(RunSpec spec, ArtifactRef? seed, string requestKey, CancellationToken cancellation)
    {
        if (Refusal is not null)
        {
            return Task.FromException<string>(Refusal);
        }

        string run = $"{spec.Name}-{runs.Count + 1}";
        runs.Add(requestKey, run);
        Open.Add(run);
        Log.Add($"record {run}");
        Seeds[spec.Seed.Path ?? ""] = seed;
        return Task.FromResult(run);
    }

    public Task<bool> IsOpenAsync(string run, CancellationToken cancellation) => Task.FromResult(Open.Contains(run));

    public Task CancelAsync(string run, string reason, CancellationToken cancellation)
    {
        Open.Remove(run);
        Log.Add($"cancel {run}");
        return Task.CompletedTask;
    }
}
