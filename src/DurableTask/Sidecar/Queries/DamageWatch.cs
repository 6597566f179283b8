using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Queries;

/// <summary>Checks the hub after it was opened and then once a day, beside its work, and keeps what the last check found.</summary>
internal sealed class DamageWatch(HubDatabase database, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    private volatile IReadOnlyList<DamagedRow> found = [];

    /// <summary>What the last check found.</summary>
    public IReadOnlyList<DamagedRow> Found => found;

    /// <summary>Checks until it is told to end.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            for (bool structure = !database.IsStructureChecked; !cancellation.IsCancellationRequested; structure = true)
            {
                await CheckAsync(structure, cancellation).ConfigureAwait(false);
                await Task.Delay(Interval, clock, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // The hub closes.
        }
    }

    /// <summary>Checks once, at a quarter of one processor at most.</summary>
    public async Task<IReadOnlyList<DamagedRow>> CheckAsync(bool structure, CancellationToken cancellation)
    {
        long begun = Stopwatch.GetTimestamp();
        try
        {
            found = await DamageCheck.RunAsync(
                body =>
                {
                    begun = Stopwatch.GetTimestamp();
                    return database.Read(body);
                },
                structure,
                () => Task.Delay(Stopwatch.GetElapsedTime(begun) * 3, cancellation)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (OperationCanceledException or ObjectDisposedException))
        {
            // What cannot be read at all is damaged too, whatever trips over it; the next check is tomorrow.
            found = [new DamagedRow(string.Empty, 0, 0, error.Message)];
        }

        foreach (DamagedRow row in found)
        {
            logger.Damaged(database.Path, row.ToString());
        }

        return found;
    }
}
