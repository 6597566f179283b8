using System.Diagnostics;

namespace Tapir.DurableTask.Worker.Tests.Model;

/// <summary>Stops a hub's thread at an instant, with a copy of the hub's files as they are there.</summary>
/// <remarks>Instants do not say whose they are: no other hub may be at work in this process. Threads of hubs that died before are known and left alone.</remarks>
internal sealed class FrozenInstant : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private static readonly HashSet<Thread> Dead = [];

    private readonly string source;
    private readonly string instant;
    private readonly string target;
    private readonly List<IDisposable> listening = [];
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim thawed = new();
    private int left;

    public FrozenInstant(string source, string instant, int times, string target)
    {
        this.source = source;
        this.instant = instant;
        this.target = target;
        left = times;
        listening.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public Task Reached => reached.Task;

    public void Thaw() => thawed.Set();

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Tapir.Sidecar")
        {
            listening.Add(value.Subscribe(this, name => name == instant));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key != instant || Dead.Contains(Thread.CurrentThread) || --left != 0)
        {
            return;
        }

        foreach (string file in (string[])["", "-wal"])
        {
            File.Copy(source + file, target + file);
        }

        Dead.Add(Thread.CurrentThread);
        reached.SetResult();
        thawed.Wait();
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        thawed.Set();
        listening.ForEach(subscription => subscription.Dispose());
    }
}
