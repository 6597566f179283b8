namespace Tapir.Artifacts;

/// <summary>What the operating system says when it lets nothing more be written, and only a person can help: the disk or the user's share of it is full, the file system
/// or the folder is read-only, a file may not grow so large.</summary>
public static class DiskRefusal
{
    // ENOSPC; EDQUOT of Linux and of macOS; EROFS; EFBIG. Then ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED and ERROR_WRITE_PROTECT. As .NET reports them.
    private static readonly int[] Full = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027), unchecked((int)0x8007050F)];
    private static readonly int[] ReadOnly = [30, unchecked((int)0x80070013)];
    private const int TooLarge = 27;

    /// <summary>Whether this is such a refusal, in whichever of the forms that .NET gives it.</summary>
    public static bool IsOne(Exception problem) => problem is UnauthorizedAccessException || IsTooLarge(problem)
        || (problem is IOException && (Full.Contains(problem.HResult) || ReadOnly.Contains(problem.HResult)));

    /// <summary>Why nothing was written and what to do, as the end of a sentence; of what is no such refusal, its own message.</summary>
    public static string ReasonOf(Exception problem) => problem switch
    {
        UnauthorizedAccessException => "the folder is read-only for this user. Give the user the right to write there, or choose another state folder.",
        IOException when Full.Contains(problem.HResult) => "the disk is full. Nothing half-written was kept; make room and run the same command again.",
        IOException when ReadOnly.Contains(problem.HResult) => "the file system is read-only. Make it writable and run the same command again, or choose another state folder.",
        _ when IsTooLarge(problem) =>
            "a file may not grow so large here, by a limit of the file system or of `ulimit -f`. Nothing half-written was kept; raise the limit and run the same command again.",
        _ => problem.Message,
    };

    // .NET takes EFBIG for a fault of its caller: a value that is out of range, but has none.
    private static bool IsTooLarge(Exception problem) =>
        problem is IOException { HResult: TooLarge }
        || (problem is ArgumentOutOfRangeException { ParamName: "value", ActualValue: null } && problem.Message.Contains("file length", StringComparison.OrdinalIgnoreCase));
}
