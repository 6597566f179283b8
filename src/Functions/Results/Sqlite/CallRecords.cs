namespace Tapir.Functions;

/// <summary>What the call log tells, with what other processes have committed.</summary>
internal sealed class CallRecords(ResultsFile file)
{
    public Task<IReadOnlyList<string>> ArtifactsOfRunAsync(string run) => AfterFlushAsync(() => file.Read(connection => ResultStatements.ArtifactsOfRun(connection, run)));

    public Task<IReadOnlyList<LoggedCall>> OfRunAsync(string run) => AfterFlushAsync(() => file.Read(connection => SqliteCallLog.OfRun(connection, run)));

    public Task<(IReadOnlyList<LoggedCall> Calls, int Total)> NewestOfRunAsync(string run, string? function, CallOutcome? outcome, int skip, int take) =>
        AfterFlushAsync(() => file.Read(connection => SqliteCallLog.NewestOfRun(connection, run, function, outcome, skip, take)));

    /// <summary>Waits until all lines of the call log up to here are on the disk.</summary>
    public Task FlushAsync() => file.Queue.WriteAsync(_ => true, isResult: false);

    private async Task<T> AfterFlushAsync<T>(Func<T> read)
    {
        await FlushAsync().ConfigureAwait(false);
        return read();
    }
}
