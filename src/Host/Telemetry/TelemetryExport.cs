using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Tapir.Host.Settings;

namespace Tapir.Host.Telemetry;

/// <summary>Traces, metrics and logs of this process, sent where the environment or <c>host.json</c> says. Where neither does, nothing of OpenTelemetry is even loaded,
/// and the rooms' own measuring stays off.</summary>
internal static class TelemetryExport
{
    /// <param name="loggers">What is logged here is sent too.</param>
    /// <returns>To be disposed of when the process has ended its work, which sends what is left; null where nothing is to be sent.</returns>
    public static IAsyncDisposable? Start(HostSettings settings, ILoggerFactory loggers)
    {
        TelemetryChoice choice = TelemetryChoice.Of(settings.Tapir.Telemetry, Environment.GetEnvironmentVariable);
        return choice.IsNothing ? null : Begin(choice, settings, loggers);
    }

    // Not inlined: the caller must not need the assemblies that this one needs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OtlpExport Begin(TelemetryChoice choice, HostSettings settings, ILoggerFactory loggers) => OtlpExport.Start(choice, settings.Extensions.Http.RoutePrefix, loggers);
}
