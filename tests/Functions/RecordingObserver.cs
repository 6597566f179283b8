using System.Collections.Concurrent;

namespace Tapir.Functions.Tests;

/// <summary>Remembers what observers are told.</summary>
internal sealed class RecordingObserver : ICallObserver
{
    private readonly ConcurrentQueue<(Call Call, CallEnd End)> finished = new();
    private readonly ConcurrentQueue<(Call Call, CallProgress Progress)> progress = new();
    private readonly ConcurrentQueue<Call> started = new();

    public IReadOnlyList<Call> StartedCalls => [.. started];

    public IReadOnlyList<(Call Call, CallEnd End)> FinishedCalls => [.. finished];

    public IReadOnlyList<(Call Call, CallProgress Progress)> Reports => [.. progress];

    public IReadOnlyList<CallOutcome> Outcomes => [.. finished.Select(f => f.End.Outcome)];

    /// <value>Completes when this many calls have started, for tests that have to know.</value>
    public Func<int, Task> WhenStarted => WaitAsync;

    public void Started(Call call)
    {
        started.Enqueue(call);
        Changed();
    }

    public void Progressed(Call call, CallProgress report) => progress.Enqueue((call, report));

    public void Finished(Call call, CallEnd end) => finished.Enqueue((call, end));

    private readonly ConcurrentBag<(int Count, TaskCompletionSource Reached)> waits = [];

    private Task WaitAsync(int count)
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        waits.Add((count, reached));
        Changed();
        return reached.Task;
    }

    private void Changed()
    {
        foreach ((int count, TaskCompletionSource reached) in waits)
        {
            if (started.Count >= count)
            {
                reached.TrySetResult();
            }
        }
    }
}
