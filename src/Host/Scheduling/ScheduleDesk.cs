using Tapir.Host.Engine;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Scheduling;

/// <summary>Tells a schedule something from the command line, and sees to it that it is heeded: by the process that works on schedules or, where there is none, by
/// a worker of its own for that moment.</summary>
internal sealed class ScheduleDesk(TapirEngine engine, TimeProvider clock)
{
    // A process that works on schedules heeds a command in milliseconds.
    private static readonly TimeSpan OthersTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OwnTime = TimeSpan.FromSeconds(20);

    public ScheduleBook Book { get; } = new(engine.Client, clock);

    /// <param name="offer">What a worker of its own would do. What is due by the clock is left to a process that stays, unless it starts runs itself.</param>
    /// <param name="isHeeded">Whether the command shows in the schedule; null when there is none any more.</param>
    /// <returns>False when nobody has heeded it yet; it is durable all the same.</returns>
    public async Task<bool> TellAsync(string name, ScheduleCommand command, WorkerOffer offer, Func<ScheduleEntry?, bool> isHeeded, CancellationToken cancellation)
    {
        // The command first: whatever a worker finds due, it finds the command before it.
        await Book.TellAsync(name, command, cancellation);
        if (!engine.OwnsHub && await Book.WaitUntilAsync(name, isHeeded, OthersTime, cancellation))
        {
            return true;
        }

        await engine.Work.StartWorkerAsync(offer, cancellation);
        return await Book.WaitUntilAsync(name, isHeeded, OwnTime, cancellation);
    }
}
