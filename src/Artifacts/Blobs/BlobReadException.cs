namespace Tapir.Artifacts;

/// <summary>Blobs that are not ours cannot be read; the message is a sentence for users, without anything secret.</summary>
public sealed class BlobReadException(string message, Exception cause) : Exception(message, cause);
