using System.Diagnostics;

namespace Tapir.Host.Backups;

/// <summary>Announces the instants around backup and restore, so that a test can end the process exactly there.</summary>
internal static class Instants
{
    private static readonly DiagnosticListener Source = new("Tapir.Backups");

    public static void Reach(string instant)
    {
        if (Source.IsEnabled(instant))
        {
            Source.Write(instant, null);
        }
    }
}
