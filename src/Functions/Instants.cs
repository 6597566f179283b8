using System.Diagnostics;

namespace Tapir.Functions;

/// <summary>Announces the instants around a write, so that a test host can end the process exactly there.</summary>
internal static class Instants
{
    private static readonly DiagnosticListener Source = new("Tapir.Results");

    public static void Reach(string instant)
    {
        if (Source.IsEnabled(instant))
        {
            Source.Write(instant, null);
        }
    }
}
