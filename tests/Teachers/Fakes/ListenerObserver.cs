using System.Diagnostics;

namespace Tapir.Teachers.Tests.Fakes;

/// <summary>Hears the instants of one listener.</summary>
internal sealed class ListenerObserver(string name, Action<string> reached) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == name)
        {
            value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value) => reached(value.Key);

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
