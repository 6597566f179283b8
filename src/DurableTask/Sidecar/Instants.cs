using System.Diagnostics;

namespace Tapir.DurableTask.Sidecar;

/// <summary>The instants around each durable write, announced so that a test host can kill the process exactly there.</summary>
internal static class Instants
{
    private static readonly DiagnosticListener Source = new("Tapir.Sidecar");

    public static void Reach(string instant)
    {
        if (Source.IsEnabled(instant))
        {
            Source.Write(instant, null);
        }
    }

    public static bool IsWatched(string instant) => Source.IsEnabled(instant);
}
