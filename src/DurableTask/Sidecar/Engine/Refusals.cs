using Grpc.Core;
using Microsoft.Data.Sqlite;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>The gRPC status a caller sees for what went wrong inside.</summary>
internal static class Refusals
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int NotADatabase = 26;

    public static RpcException From(Exception error) => error switch
    {
        RpcException refusal => refusal,
        SqliteException { SqliteErrorCode: Full or IoError } => Because(StatusCode.ResourceExhausted, $"The task hub cannot write: {error.Message} Nothing was lost; make room on the disk and try again."),
        IOException => Because(StatusCode.ResourceExhausted, $"The task hub cannot write: {error.Message} Nothing was lost; make room on the disk and try again."),
        SqliteException { SqliteErrorCode: Busy or Locked } => Because(StatusCode.Unavailable, $"The task hub is locked by another program: {error.Message}"),
        SqliteException { SqliteErrorCode: Corrupt or NotADatabase } => Because(StatusCode.DataLoss, $"The task hub is damaged: {error.Message}"),
        DamagedRowException => Because(StatusCode.DataLoss, error.Message),
        _ => Because(StatusCode.Internal, $"The task hub failed: {error.Message}"),
    };

    public static RpcException Because(StatusCode code, string sentence) => new(new Status(code, sentence));

    public static RpcException NoSuchInstance(string id) => Because(StatusCode.NotFound, $"There is no orchestration instance '{Shorten(id)}' in this task hub.");

    public static string Shorten(string id) => id.Length <= 200 ? id : string.Concat(id.AsSpan(0, 200), "...");
}
