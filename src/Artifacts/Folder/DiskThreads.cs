using System.Collections.Concurrent;

namespace Tapir.Artifacts;

/// <summary>Threads for calls that block until the disk has answered. A disk answers many flushes together in little more time than one, and the thread pool,
/// made for work that does not block, would give them only a few threads.</summary>
internal static class DiskThreads
{
    // Most wait for one write of the journal that serves them all, so more of them cost little and each takes more along.
    private const int Count = 32;

    private static readonly Lazy<BlockingCollection<Action>> Waiting = new(Start);

    /// <summary>Does the work on one of the threads, as soon as one is free.</summary>
    public static Task RunAsync(Action work)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Waiting.Value.Add(() =>
        {
            try
            {
                work();
                done.SetResult();
            }
            catch (Exception problem)
            {
                done.SetException(problem);
            }
        });
        return done.Task;
    }

    private static BlockingCollection<Action> Start()
    {
        BlockingCollection<Action> waiting = [];
        for (int number = 0; number < Count; number++)
        {
            new Thread(() =>
            {
                foreach (Action work in waiting.GetConsumingEnumerable())
                {
                    work();
                }
            })
            {
                IsBackground = true,
                Name = $"disk {number}",
            }.Start();
        }

        return waiting;
    }
}
