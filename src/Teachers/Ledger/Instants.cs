using System.Diagnostics;

namespace Tapir.Teachers.Ledger;

/// <summary>Announces the instants around a write, so that a test can stop the process exactly there. Without a listener it is one cheap check.</summary>
internal static class Instants
{
    private static readonly DiagnosticListener Source = new("Tapir.Ledger");

    public static void Reach(string instant)
    {
        if (Source.IsEnabled(instant))
        {
            Source.Write(instant, null);
        }
    }
}
