using Tapir.Artifacts;
using Tapir.Datasets;
using Tapir.Host.Specs;
using Tapir.Host.State;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;

namespace Tapir.Host.Runs;

/// <summary>Decides which run a command means: the newest of the spec's name goes on, unless another was asked for.</summary>
internal sealed class RunStart(StateFolder state, RunRequests requests, RunCatalog catalog, IArtifactStore artifacts)
{
    /// <summary>Finds the run to go on with, or records a new one. Nothing is started yet.</summary>
    /// <param name="spec">As given now.</param>
    /// <param name="startNew">Whether <c>--new</c> was given.</param>
    /// <exception cref="DatasetException">The seed file of a new run cannot be used; nothing is left behind.</exception>
    /// <exception cref="SpecException">The newest run of this name had another spec or seed; the differences are listed.</exception>
    public async Task<RunRecord> PrepareAsync(RunSpec spec, bool startNew, CancellationToken cancellation)
    {
        RunRecord? latest = startNew ? null : catalog.Latest(spec.Name);
        if (latest is null)
        {
            return await requests.RecordAsync(spec, SpecOrigin.Operator, requestKey: null, cancellation);
        }

        // Reading the seed takes its time, and the budget may be raised meanwhile: what is changed is the run as it is after.
        StoredSeed seed = await StoredSeed.PutAsync(artifacts, spec.Seed, cancellation);
        IReadOnlyList<ModelFile>? model = await StartingModel.PutAsync(artifacts, spec.Student, cancellation);
        using (await FileGate.EnterAsync(state.RunsGate, cancellation))
        {
            return GoOnWith(catalog.Get(latest.Id), spec, seed, model);
        }
    }

    private RunRecord GoOnWith(RunRecord latest, RunSpec spec, StoredSeed seed, IReadOnlyList<ModelFile>? model)
    {
        List<string> differences = [.. SpecDifference.Between(latest.Spec, spec)];
        if (!seed.IsThatOf(latest))
        {
            differences.Add($"seed.path: the content of {Quoted(spec.Seed)} has changed");
        }

        if (!(latest.ModelFiles ?? []).SequenceEqual(model ?? []))
        {
            differences.Add($"student.model: the content of '{spec.Student.Model}' has changed");
        }

        if (differences.Count > 0)
        {
            throw new SpecException([new SpecError(
                latest.Id,
                0,
                0,
                $"this run was started with another spec; only budget, how the teacher is reached (keyVariable, concurrency, timeoutSeconds) and training.isolation may change. {string.Join("; ", differences)}. Undo the change, or add --new for another run.")]);
        }

        // What `tapir budget` added stays until the file names another budget than before.
        BudgetSpec budget = latest.BudgetInFile == spec.Budget ? latest.Spec.Budget : spec.Budget;
        RunRecord changed = latest with { Spec = latest.Spec with { Budget = budget, Teacher = spec.Teacher, Training = spec.Training }, BudgetInFile = spec.Budget };
        if (changed != latest)
        {
            catalog.Save(changed);
        }

        return changed;
    }

    private static string Quoted(SeedSpec seed) => seed.Path is null ? "the seed" : string.Join(" or ", seed.Files.Select(file => $"'{file}'"));
}
