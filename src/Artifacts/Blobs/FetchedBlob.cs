using Azure;

namespace Tapir.Artifacts;

/// <summary>What was read from the store, not checked yet.</summary>
/// <param name="Content">The bytes; to be disposed by whoever fetched them.</param>
/// <param name="Version">The blob's version at the first range.</param>
internal sealed record FetchedBlob(Spool Content, ETag Version);
