namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>Runs an orchestrator's code one step after another, on whatever thread a turn is processed on.</summary>
/// <remarks>Awaits of durable tasks continue here, in the order in which the tasks were completed: that is what makes replay exact.
/// A continuation posted from outside a turn means that the code awaited something that is no durable task. It is not run, since
/// the next replay could not repeat it.</remarks>
internal sealed class OrchestratorThread : SynchronizationContext
{
    private const int NoThread = -1;

    private readonly Queue<(SendOrPostCallback Callback, object? State)> continuations = new();
    private volatile int thread = NoThread;
    private volatile bool strayed;

    /// <value>Whether code awaited something that is no durable task.</value>
    public bool Strayed => strayed;

    public bool IsCurrent => thread == Environment.CurrentManagedThreadId && Current == this;

    /// <summary>Runs a step and all that follows from it.</summary>
    public void Run(Action step)
    {
        SynchronizationContext? previous = Current;
        thread = Environment.CurrentManagedThreadId;
        SetSynchronizationContext(this);
        try
        {
            step();
            while (continuations.TryDequeue(out (SendOrPostCallback Callback, object? State) next))
            {
                next.Callback(next.State);
            }
        }
        finally
        {
            SetSynchronizationContext(previous);
            thread = NoThread;
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (thread != Environment.CurrentManagedThreadId)
        {
            strayed = true;
            return;
        }

        continuations.Enqueue((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!IsCurrent)
        {
            throw new InvalidOperationException("An orchestrator's code runs in its own turns only; nothing can be sent to it from outside.");
        }

        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;
}
