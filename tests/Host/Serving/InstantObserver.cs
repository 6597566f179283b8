using System.Diagnostics;

namespace Tapir.Host.Tests.Serving;

/// <summary>Does something whenever an instant around the records of runs is reached, by whichever test: one that uses it has the process alone.</summary>
internal sealed class InstantObserver : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string instant;
    private readonly Action reached;
    private readonly List<IDisposable> listening = [];

    public InstantObserver(string instant, Action reached)
    {
        this.instant = instant;
        this.reached = reached;
        listening.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Tapir.Runs")
        {
            listening.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == instant)
        {
            reached();
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => listening.ForEach(subscription => subscription.Dispose());
}
