using Tapir.Artifacts;

namespace Tapir.Orchestrations.Scheduling;

/// <summary>Files that have settled together, as the seed of one run.</summary>
/// <param name="Digest">SHA-256 over the digests of its files, in hexadecimal: the same for the same content, whatever the names.</param>
/// <param name="Content">The one file as it is; where there are several, their usable rows in Tapir's own form.</param>
/// <param name="Name">What the run's <c>seed.path</c> is: the one file, or the place where there are several.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="Rows">How many of their rows can be used.</param>
/// <param name="RowsRejected">How many cannot, and are set aside.</param>
public sealed record SeedSet(string Digest, ArtifactRef Content, string Name, int Files, int Rows, int RowsRejected);
