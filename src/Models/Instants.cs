using System.Diagnostics;

namespace Tapir.Models;

/// <summary>Announces the moments around a durable write, so that a test host can end the process exactly there. Costs one check without a listener.</summary>
internal static class Instants
{
    private static readonly DiagnosticListener Source = new("Tapir.Models");

    public static void Reach(string instant)
    {
        if (Source.IsEnabled(instant))
        {
            Source.Write(instant, null);
        }
    }
}
