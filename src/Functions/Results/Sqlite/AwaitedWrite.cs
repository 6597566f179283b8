using Microsoft.Data.Sqlite;

namespace Tapir.Functions;

/// <summary>A write whose caller waits until it is on the disk.</summary>
internal sealed class AwaitedWrite<T>(Func<SqliteConnection, T> apply, bool isResult, bool isDurable = true) : IndexWrite
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? value;

    public Task<T> Done => done.Task;

    public override bool IsResult => isResult;

    public override bool IsDurable => isDurable;

    public override void Apply(SqliteConnection connection) => value = apply(connection);

    public override void Committed() => done.TrySetResult(value!);

    public override void Failed(Exception cause) => done.TrySetException(cause);
}
