using System.Diagnostics;

namespace Tapir.Host.Runs;

/// <summary>Announces the instants around the record of a run, so that a test can end the process exactly there.</summary>
internal static class Instants
{
    private static readonly DiagnosticListener Source = new("Tapir.Runs");

    public static void Reach(string instant)
    {
        if (Source.IsEnabled(instant))
        {
            Source.Write(instant, null);
        }
    }
}
