using Tapir.Host.Engine;
using Tapir.Host.State;

namespace Tapir.Host.Runs;

/// <summary>Removes runs that are over, from the state folder and from the hub. After a kill between any two steps the run is either there as before, or
/// <see cref="FinishAsync"/> removes what is left of it.</summary>
internal sealed class RunRemoval(TapirEngine engine)
{
    /// <param name="run">All of its family has ended.</param>
    public async Task RemoveAsync(string run, CancellationToken cancellation)
    {
        using (await FileGate.EnterAsync(engine.State.RunsGate, cancellation))
        {
            // The folder before the hub: a record that the hub does not know would be in line again.
            engine.Runs.Delete(run);
        }

        Instants.Reach("removal.after-folder");
        await new RunFamily(engine.Client, run).PurgeAsync(cancellation);
        Instants.Reach("removal.after-hub");
        await EndAsync(run, cancellation);
    }

    /// <summary>Finishes removals that were cut off.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        foreach (string run in engine.Runs.Leaving)
        {
            if (engine.Runs.TryGet(run) is not null)
            {
                // Cut off before anything was removed, which nobody was told of; it may have been begun again since.
                await EndAsync(run, cancellation);
            }
            else if ((await new RunFamily(engine.Client, run).UnfinishedAsync(cancellation)).Count == 0)
            {
                await RemoveAsync(run, cancellation);
            }
        }
    }

    private async Task EndAsync(string run, CancellationToken cancellation)
    {
        using (await FileGate.EnterAsync(engine.State.RunsGate, cancellation))
        {
            engine.Runs.Removed(run);
        }
    }
}
