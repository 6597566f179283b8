using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Tapir.Artifacts;
using Tapir.DurableTask.Sidecar;
using Tapir.Functions;
using Tapir.Host.Access;
using Tapir.Host.State;
using Tapir.Teachers.Ledger;

namespace Tapir.Host.Http.Problems;

/// <summary>Tells faults of the server and its stores from what a client got wrong: whoever is told of wrong input changes the request, where it should be sent again.</summary>
/// <param name="Status">503, or 507 where nothing can be written.</param>
/// <param name="Detail">Names no path of this machine; the log does.</param>
internal sealed record ServerFault(int Status, string Title, string Detail)
{
    private const int SqliteFull = 13;

    private static readonly ServerFault NoRoom = new(
        StatusCodes.Status507InsufficientStorage,
        "The server cannot write",
        "Its disk is full, or may not be written. Nothing half-written was kept; the same request works once there is room. The server's log says more.");

    private static readonly ServerFault Away = new(
        StatusCodes.Status503ServiceUnavailable,
        "The server cannot use its state or its stores",
        "Nothing that was done is lost; the same request works once the cause is gone. The server's log says more.");

    private static readonly ServerFault NoKeys = Away with { Title = "The server cannot tell who may come in" };

    /// <summary>The fault that an exception tells of; null where it is none of the server.</summary>
    public static ServerFault? Of(Exception problem) => problem switch
    {
        KeyFileException => NoKeys,
        _ when !IsOfServer(problem) => null,
        _ => CausesOf(problem).Any(IsRefusal) ? NoRoom : Away,
    };

    // A message of StateException is about what was asked for, unless a file was at fault.
    private static bool IsOfServer(Exception problem) =>
        problem is ArtifactStoreException or LedgerException or TaskHubException or ResultIndexException
            or StateException { InnerException: IOException or UnauthorizedAccessException or JsonException or SqliteException }
        || DiskRefusal.IsOne(problem);

    private static bool IsRefusal(Exception cause) => cause is SqliteException { SqliteErrorCode: SqliteFull } || DiskRefusal.IsOne(cause);

    private static IEnumerable<Exception> CausesOf(Exception problem)
    {
        for (Exception? cause = problem; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
