using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Scheduling.Watching;

/// <summary>A set of files that a run starts from.</summary>
/// <param name="Digest">SHA-256 over what they hold, in hexadecimal.</param>
/// <param name="Name">The one file, or the place where there are several.</param>
/// <param name="Files">How many.</param>
/// <param name="Rows">Their rows that can be used.</param>
/// <param name="RowsRejected">Those that cannot.</param>
public sealed record WatchedSetDocument(string Digest, string Name, int Files, int Rows, int RowsRejected)
{
    internal static WatchedSetDocument Of(SeedSet set) => new(set.Digest, set.Name, set.Files, set.Rows, set.RowsRejected);
}
