namespace Tapir.DurableTask.Crashes.Tests.Processes;

/// <summary>How the processes are started: <c>tapir sidecar</c> as it was built for its users, and this program as the worker.</summary>
internal static class Programs
{
    // bin/CONFIGURATION/FRAMEWORK has the same name in both projects.
    private static readonly string Tapir = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
        "../../../../../src/Host/bin",
        Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../.."), AppContext.BaseDirectory),
        "tapir.dll"));

    /// <param name="state">The state folder.</param>
    /// <param name="crashAt">Where it kills itself, as <c>LISTENER/INSTANT:N</c>; null for nowhere.</param>
    /// <param name="more">Further arguments.</param>
    public static ChildProcess Sidecar(string state, string? crashAt = null, params IEnumerable<string> more) =>
        new("dotnet", [Tapir, "sidecar", "--state", state, .. more], "Listening on", ("TAPIR_CRASH_AT", crashAt ?? string.Empty));

    /// <param name="kept">How many orchestrations it keeps in memory between turns.</param>
    public static ChildProcess Worker(string address, Checks.Effects effects, int kept) =>
        new("dotnet", [typeof(Programs).Assembly.Location, "worker", address, effects.Folder, $"{kept}"], CrashWorker.Greeting);

    /// <summary>The address in a sidecar's greeting.</summary>
    public static string AddressIn(string greeting) => greeting.Split(' ', ';')[2];
}
