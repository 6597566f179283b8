namespace Tapir.Artifacts;

/// <summary>The store as a whole cannot do what it was asked: its disk is full, its folder is read-only or cannot be reached, its service stays
/// away or refuses the credential. Nothing half-written was kept; the same call works once the cause is gone.</summary>
public sealed class ArtifactStoreException(string message, Exception? cause = null) : IOException(message, cause);
