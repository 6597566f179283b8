using Tapir.Activities.Records;

namespace Tapir.Activities.Reporting;

/// <summary>Lets one at a time change a run's report, over all processes: what is brought up to date was not replaced meanwhile. The operating system opens
/// the gate again when its holder dies.</summary>
internal static class ReportGate
{
    // A report of a large run is gathered in seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="folder">The run's; it exists.</param>
    /// <returns>The hold.</returns>
    /// <exception cref="IOException">The folder cannot be written, or another process holds the gate for too long.</exception>
    public static async Task<IDisposable> EnterAsync(string folder, CancellationToken cancellation) =>
        await ContendedFile.OpenAsync(Path.Combine(folder, "report.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, Patience, cancellation);
}
