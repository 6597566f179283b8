using Tapir.Activities.Training.Isolation;
using Tapir.Host.Runs;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Engine;

/// <summary>Where each run's slices are computed, as its spec says by now.</summary>
internal sealed class SliceIsolation(RunCatalog runs, ISliceProcess process)
{
    /// <returns>Null for this process, also for what is called on no run's account.</returns>
    public ISliceProcess? Of(string run) => runs.TryGet(run)?.Spec.Training.Isolation == TrainingIsolation.Process ? process : null;
}
