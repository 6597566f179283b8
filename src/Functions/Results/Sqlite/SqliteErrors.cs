using Microsoft.Data.Sqlite;

namespace Tapir.Functions;

/// <summary>Turns SQLite's result codes into a sentence that says what to do.</summary>
internal static class SqliteErrors
{
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static ResultIndexException Explain(string path, SqliteException cause) =>
        new($"The result index '{path}' cannot be used: {Reason(cause)}", cause);

    private static string Reason(SqliteException cause) => cause.SqliteErrorCode switch
    {
        Busy => "another process keeps it locked. End that process and run the same command again.",
        ReadOnly or CannotOpen => "its folder is read-only or cannot be reached. Give this user the right to write there, or choose another state folder.",
        Corrupt or NotADatabase => "the file is damaged. Delete it (and its -wal and -shm files); it is a cache, and only time is lost.",
        Full => "the disk is full. Free some room and run the same command again; what was stored before is intact.",
        _ => cause.Message,
    };
}
