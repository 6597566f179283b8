using System.Diagnostics;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>Copies a hub's files when an instant is reached: what a kill exactly there would leave.</summary>
internal sealed class HubImage : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string source;
    private readonly string instant;
    private readonly string target;
    private readonly List<IDisposable> listening = [];

    public HubImage(string source, string instant, string target)
    {
        this.source = source;
        this.instant = instant;
        this.target = target;
        listening.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Tapir.Sidecar")
        {
            listening.Add(value.Subscribe(this, name => name == instant));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key != instant)
        {
            return;
        }

        foreach (string file in (string[])["", "-wal"])
        {
            File.Copy(source + file, target + file, overwrite: true);
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
