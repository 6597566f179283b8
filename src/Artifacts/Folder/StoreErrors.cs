namespace Tapir.Artifacts;

/// <summary>Turns what the operating system says into a sentence that says what to do.</summary>
internal static class StoreErrors
{
    private const int NoSpaceUnix = 28;
    private const int QuotaUnix = 122;
    private const int ReadOnlyUnix = 30;
    private const int DiskFullWindows = unchecked((int)0x80070070);

    /// <summary>Whether the operating system refused a write, in whichever of the forms that .NET gives it.</summary>
    public static bool IsRefusal(Exception cause) => cause is IOException or UnauthorizedAccessException || IsTooLarge(cause);

    public static ArtifactStoreException CannotWrite(string path, Exception cause) =>
        cause as ArtifactStoreException ?? new ArtifactStoreException($"Artifacts cannot be written at '{path}': {Reason(cause)}", cause);

    private static string Reason(Exception cause) => cause switch
    {
        UnauthorizedAccessException => "the folder is read-only for this user. Give the user the right to write there, or choose another state folder.",
        IOException { HResult: NoSpaceUnix or QuotaUnix or DiskFullWindows } =>
            "the disk is full. Nothing half-written was kept; free some room and run the same command again.",
        IOException { HResult: ReadOnlyUnix } => "the file system is read-only. Choose another state folder.",
        _ when IsTooLarge(cause) =>
            "a file may not grow so large here, by a limit of the file system or of `ulimit -f`. Nothing half-written was kept; raise the limit and run the same command again.",
        _ => cause.Message,
    };

    // EFBIG: .NET takes it for a fault of its caller.
    private static bool IsTooLarge(Exception cause) => cause is ArgumentOutOfRangeException { ParamName: "value" };
}
