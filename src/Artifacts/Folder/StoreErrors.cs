namespace Tapir.Artifacts;

/// <summary>Turns what the operating system says into a sentence that says what to do.</summary>
internal static class StoreErrors
{
    private const int NoSpaceUnix = 28;
    private const int QuotaUnix = 122;
    private const int ReadOnlyUnix = 30;
    private const int DiskFullWindows = unchecked((int)0x80070070);

    public static ArtifactStoreException CannotWrite(string path, Exception cause) =>
        cause as ArtifactStoreException ?? new ArtifactStoreException($"Artifacts cannot be written at '{path}': {Reason(cause)}", cause);

    private static string Reason(Exception cause) => cause switch
    {
        UnauthorizedAccessException => "the folder is read-only for this user. Give the user the right to write there, or choose another state folder.",
        IOException { HResult: NoSpaceUnix or QuotaUnix or DiskFullWindows } =>
            "the disk is full. Nothing half-written was kept; free some room and run the same command again.",
        IOException { HResult: ReadOnlyUnix } => "the file system is read-only. Choose another state folder.",
        _ => cause.Message,
    };
}
