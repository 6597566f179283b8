using System.Diagnostics;
using System.Globalization;

namespace Tapir.Host.Faults;

/// <summary>Kills this process, as SIGKILL would, at a named instant around a durable write. For crash tests only: it acts when
/// <c>TAPIR_CRASH_AT</c> is set to <c>LISTENER/INSTANT:N</c>, such as <c>Tapir.Ledger/response.after-commit:37</c> (the 37th time).</summary>
internal sealed class CrashAtInstant : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    public const string Variable = "TAPIR_CRASH_AT";

    private readonly string listener;
    private readonly string instant;
    private int remaining;

    private CrashAtInstant(string listener, string instant, int occurrence)
    {
        this.listener = listener;
        this.instant = instant;
        remaining = occurrence;
    }

    /// <summary>Arms the crash that the environment asks for, if it asks for one.</summary>
    public static void Arm()
    {
        string? wanted = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(wanted))
        {
            return;
        }

        int slash = wanted.IndexOf('/', StringComparison.Ordinal);
        int colon = wanted.LastIndexOf(':');
        if (slash < 0 || colon < slash)
        {
            throw new FormatException($"{Variable} is '{wanted}'; write it as LISTENER/INSTANT:N, for example Tapir.Ledger/response.after-commit:37.");
        }

        CrashAtInstant crash = new(wanted[..slash], wanted[(slash + 1)..colon], int.Parse(wanted.AsSpan(colon + 1), CultureInfo.InvariantCulture));
        DiagnosticListener.AllListeners.Subscribe(crash);
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == listener)
        {
            value.Subscribe(this, name => name == instant);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == instant && Interlocked.Decrement(ref remaining) == 0)
        {
            Process.GetCurrentProcess().Kill();
            // SIGKILL is on its way; nothing after this instant may happen.
            Thread.Sleep(Timeout.Infinite);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
