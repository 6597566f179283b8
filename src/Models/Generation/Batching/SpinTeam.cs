namespace Tapir.Models.Generation.Batching;

/// <summary>Threads that go through one piece of work together, meeting between its parts: hundreds of times a token, so they spin there instead of sleeping. Between two pieces
/// of work they sleep.</summary>
internal sealed class SpinTeam : IDisposable
{
    private readonly SemaphoreSlim begin = new(0);
    private readonly Thread[] others;
    private Action? work;
    private Exception? failure;
    private int arrived;
    private int meetings;
    private int taken;
    private volatile bool isEnding;

    public SpinTeam(int size)
    {
        Size = size;
        others = [.. Enumerable.Range(1, size - 1).Select(i => new Thread(Serve) { IsBackground = true, Name = $"generation {i}" })];
        foreach (Thread thread in others)
        {
            thread.Start();
        }
    }

    public int Size { get; }

    /// <summary>Calls <paramref name="part"/> on each thread, the caller's among them, and returns when all have.</summary>
    /// <exception cref="InvalidOperationException">A thread failed, now or before; its exception is inside.</exception>
    public void Run(Action part)
    {
        work = part;
        if (others.Length > 0)
        {
            begin.Release(others.Length);
        }

        Work();
        if (failure is { } problem)
        {
            throw new InvalidOperationException($"Generation failed: {problem.Message}", problem);
        }
    }

    /// <summary>The next piece that nobody has taken since the last meeting, from 0 on.</summary>
    public int Take() => Interlocked.Increment(ref taken) - 1;

    /// <summary>Returns when all threads have come here.</summary>
    public void Meet()
    {
        int before = Volatile.Read(ref meetings);
        if (Interlocked.Increment(ref arrived) == Size)
        {
            (arrived, taken) = (0, 0);
            Volatile.Write(ref meetings, before + 1);
            return;
        }

        SpinWait spin = default;
        while (Volatile.Read(ref meetings) == before)
        {
            if (Volatile.Read(ref failure) is not null)
            {
                throw new OperationCanceledException("Another thread of the team failed.");
            }

            // Never to sleep for a millisecond: a part takes some hundredths of it.
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    private void Serve()
    {
        while (true)
        {
            begin.Wait();
            if (isEnding)
            {
                return;
            }

            Work();
        }
    }

    private void Work()
    {
        try
        {
            work!();
            Meet();
        }
        catch (Exception problem)
        {
            Interlocked.CompareExchange(ref failure, problem, null);
        }
    }

    public void Dispose()
    {
        isEnding = true;
        if (others.Length > 0)
        {
            begin.Release(others.Length);
        }

        foreach (Thread thread in others)
        {
            thread.Join();
        }

        begin.Dispose();
    }
}
