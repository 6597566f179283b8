using Tapir.Artifacts;
using Tapir.Datasets;
using Tapir.Host.Specs;
using Tapir.Host.State;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;

namespace Tapir.Host.Runs;

/// <summary>Records the runs that are asked for: for each request one run, also when it is made again because its answer was lost, and whichever processes ask.
/// A recorded run is in line until the hub knows it. Nothing is started here.</summary>
/// <param name="isTaken">Whether anything else is known by an id: by the hub, as when only the folder of a run was removed, or by the ledger, which counts what was spent by id.</param>
internal sealed class RunRequests(StateFolder state, RunCatalog catalog, IArtifactStore artifacts, TimeProvider clock, Func<string, Task<bool>> isTaken)
{
    private readonly RunsByRequest byRequest = new(catalog);

    /// <summary>Told of each run that this process has recorded, once.</summary>
    public event Action<RunRecord>? Recorded;

    /// <summary>The run that was recorded for a request; null when there is none.</summary>
    public RunRecord? Find(string requestKey) => byRequest.Find(requestKey);

    /// <summary>Records a run. When this returns, it is on the disk.</summary>
    /// <param name="origin">Who wrote the spec; its allowance has been checked.</param>
    /// <param name="requestKey">What the request is called: the same key gives the same run, even if the spec is another now. Null for a run of its own in any case.</param>
    /// <exception cref="DatasetException">The seed file of a new run cannot be used; nothing is left behind.</exception>
    public async Task<RunRecord> RecordAsync(RunSpec spec, SpecOrigin origin, string? requestKey, CancellationToken cancellation)
    {
        if (requestKey is not null && Find(requestKey) is { } before)
        {
            return before;
        }

        // A file that cannot be used is found before anything is written.
        await SeedSurvey.OfAsync(spec, cancellation);
        StoredSeed seed = await StoredSeed.PutAsync(artifacts, spec.Seed, cancellation);
        return await AddAsync(spec, seed, await StartingModel.PutAsync(artifacts, spec.Student, cancellation), origin, requestKey, cancellation);
    }

    /// <summary>Records a run whose seed has been read and checked already.</summary>
    /// <param name="spec">Its <c>seed.path</c> only says where the seed came from.</param>
    /// <exception cref="DatasetException">The seed is not among the artifacts any more.</exception>
    public async Task<RunRecord> RecordAsync(RunSpec spec, ArtifactRef seed, SpecOrigin origin, string requestKey, CancellationToken cancellation) =>
        Find(requestKey) is { } before ? before
        : await artifacts.ClaimAsync(seed, cancellation) ? await AddAsync(spec, await StoredSeed.PutAsync(artifacts, seed, spec.Seed, cancellation), await StartingModel.PutAsync(artifacts, spec.Student, cancellation), origin, requestKey, cancellation)
        : throw new DatasetException($"What was read of '{spec.Seed.Path}' is not among the artifacts any more ({seed}); change a file there, or add it again, and it is read anew.");

    private async Task<RunRecord> AddAsync(
        RunSpec spec, StoredSeed seed, IReadOnlyList<ModelFile>? model, SpecOrigin origin, string? requestKey, CancellationToken cancellation)
    {
        using (await FileGate.EnterAsync(state.RunsGate, cancellation))
        {
            // Another may have come first while the seed was read.
            if (requestKey is not null && Find(requestKey) is { } meanwhile)
            {
                return meanwhile;
            }

            RunRecord created = new(await FreeIdAsync(spec.Name), spec, seed.First, clock.GetUtcNow()) { AlsoSeeds = seed.Also, ModelFiles = model, RequestKey = requestKey, Origin = origin };
            Instants.Reach("run.before-record");
            catalog.Save(created);
            Instants.Reach("run.after-record");
            Recorded?.Invoke(created);
            return created;
        }
    }

    private async Task<string> FreeIdAsync(string name)
    {
        int skip = 0;
        while (await isTaken(catalog.NextId(name, skip)))
        {
            skip++;
        }

        return catalog.NextId(name, skip);
    }
}
