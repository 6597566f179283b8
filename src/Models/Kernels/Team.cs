using System.Runtime.ExceptionServices;
using Tapir.Models.NativeLibrary;

namespace Tapir.Models.Kernels;

/// <summary>A few threads that stay, for many short pieces of work in a row. Which thread takes which piece is left to chance; no result may depend on it.</summary>
internal sealed class Team : IDisposable
{
    private readonly Thread[] others;
    private readonly Barrier gate;
    private Action<int, int> run = static (_, _) => { };
    private int pieces;
    private int next;
    private bool hasEnded;
    private ExceptionDispatchInfo? failure;

    /// <param name="workers">Threads in all, the caller's included.</param>
    public Team(int workers)
    {
        Workers = workers;
        gate = new Barrier(workers);
        others = [.. Enumerable.Range(1, workers - 1).Select(worker => new Thread(() => Serve(worker)) { IsBackground = true, Name = $"tapir compute {worker}" })];
        Array.ForEach(others, thread => thread.Start());
    }

    /// <summary>Threads in all.</summary>
    public int Workers { get; }

    /// <summary>Calls <paramref name="work"/> (worker, piece) for every piece below <paramref name="count"/>, lower ones first, and returns when all are done. The first
    /// failure is thrown then.</summary>
    /// <remarks>A team of one leaves the caller's thread as it is: it is asked for many times a millisecond.</remarks>
    public void Run(int count, Action<int, int> work)
    {
        if (Workers > 1)
        {
            Torch.ComputeOnThisThread();
        }

        if (Workers == 1 || count <= 1)
        {
            for (int piece = 0; piece < count; piece++)
            {
                work(0, piece);
            }

            return;
        }

        (run, pieces, next, failure) = (work, count, -1, null);
        gate.SignalAndWait();
        Take(0);
        gate.SignalAndWait();
        failure?.Throw();
    }

    private void Serve(int worker)
    {
        Torch.ComputeOnThisThread();
        while (true)
        {
            gate.SignalAndWait();
            if (hasEnded)
            {
                return;
            }

            Take(worker);
            gate.SignalAndWait();
        }
    }

    private void Take(int worker)
    {
        try
        {
            for (int piece = Interlocked.Increment(ref next); piece < pieces; piece = Interlocked.Increment(ref next))
            {
                run(worker, piece);
            }
        }
        catch (Exception failed)
        {
            // Thrown again by Run: a thread that dies here would leave the others waiting at the gate.
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(failed), null);
            Volatile.Write(ref next, pieces);
        }
    }

    public void Dispose()
    {
        if (others.Length > 0 && !hasEnded)
        {
            hasEnded = true;
            gate.SignalAndWait();
            Array.ForEach(others, thread => thread.Join());
        }

        gate.Dispose();
    }
}
