using Tapir.Artifacts;
using Tapir.Host.Specs;
using Tapir.Host.State;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Runs;

/// <summary>Decides which run a command means: the newest of the spec's name goes on, unless another was asked for.</summary>
internal sealed class RunStart(RunCatalog catalog, IArtifactStore artifacts, TimeProvider clock)
{
    /// <summary>Finds the run to go on with, or records a new one. Nothing is started yet.</summary>
    /// <param name="spec">As given now.</param>
    /// <param name="startNew">Whether <c>--new</c> was given.</param>
    /// <exception cref="SpecException">The newest run of this name had another spec or seed; the differences are listed.</exception>
    public async Task<RunRecord> PrepareAsync(RunSpec spec, bool startNew, CancellationToken cancellation)
    {
        ArtifactRef? seed = spec.Seed.Path is { } path ? await artifacts.PutFileAsync(path, cancellation) : null;
        RunRecord? latest = startNew ? null : catalog.Latest(spec.Name);
        if (latest is null)
        {
            RunRecord created = new(catalog.NextId(spec.Name), spec, seed, clock.GetUtcNow());
            catalog.Save(created);
            return created;
        }

        List<string> differences = [.. SpecDifference.Between(latest.Spec, spec)];
        if (latest.SeedFile != seed)
        {
            differences.Add($"seed.path: the content of '{spec.Seed.Path}' has changed");
        }

        if (differences.Count > 0)
        {
            throw new SpecException([new SpecError(
                latest.Id,
                0,
                0,
                $"this run was started with another spec; only budget may change. {string.Join("; ", differences)}. Undo the change, or add --new for another run.")]);
        }

        // A budget that was given by `tapir budget` stays when the spec does not name another.
        if (latest.Spec.Budget == spec.Budget)
        {
            return latest;
        }

        RunRecord raised = latest with { Spec = latest.Spec with { Budget = spec.Budget } };
        catalog.Save(raised);
        return raised;
    }
}
