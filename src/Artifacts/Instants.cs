using System.Diagnostics;

namespace Tapir.Artifacts;

/// <summary>Announces the instants around a write, so that a test host can end the process exactly there.</summary>
internal static class Instants
{
    private static readonly DiagnosticListener Source = new("Tapir.Artifacts");

    public static void Reach(string instant)
    {
        if (Source.IsEnabled(instant))
        {
            Source.Write(instant, null);
        }
    }
}
