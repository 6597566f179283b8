using Tapir.Models.NativeLibrary;

namespace Tapir.Models.Training;

/// <summary>Runs numbered pieces of work on a few threads. Which thread takes which piece is left to chance; no result may depend on it.</summary>
internal static class Crew
{
    /// <summary>Calls <paramref name="run"/> (worker, piece) for every piece below <paramref name="pieces"/>; the first failure is thrown after all have stopped.</summary>
    public static void Run(int pieces, int workers, Action<int, int> run)
    {
        int next = -1;
        void Work(int worker)
        {
            Torch.ComputeOnThisThread();
            for (int piece = Interlocked.Increment(ref next); piece < pieces; piece = Interlocked.Increment(ref next))
            {
                run(worker, piece);
            }
        }

        int count = Math.Min(workers, pieces);
        if (count <= 1)
        {
            Work(0);
            return;
        }

        Task[] others = [.. Enumerable.Range(1, count - 1).Select(worker => Task.Factory.StartNew(
            () => Work(worker), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        try
        {
            Work(0);
        }
        finally
        {
            // A failure of worker 0 is the one to report; the others only have to be out of the buffers.
            Task.WaitAny(Task.WhenAll(others));
        }

        Task.WaitAll(others);
    }
}
