using System.Diagnostics;

namespace Tapir.Activities;

/// <summary>Announces the instants around a write, so that a test host can end the process exactly there.</summary>
internal static class Instants
{
    private static readonly DiagnosticListener Source = new("Tapir.Activities");

    public static void Reach(string instant)
    {
        if (Source.IsEnabled(instant))
        {
            Source.Write(instant, null);
        }
    }
}
