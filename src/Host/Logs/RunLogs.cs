using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Tapir.Functions;
using Tapir.Host.Runs;
using Tapir.Host.State;

namespace Tapir.Host.Logs;

/// <summary>Keeps what is logged of each run beside the run. Nobody who logs waits for the disk; when it cannot keep up, lines are left out.</summary>
/// <param name="folderOf">The folder of a run, by its id.</param>
[ProviderAlias("Runs")]
internal sealed class RunLogs(Func<string, string> folderOf, TimeProvider clock) : ILoggerProvider, ISupportExternalScope
{
    private const int MostWaiting = 10_000;

    private static readonly TimeSpan LastLines = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, ILogger> loggers = new(StringComparer.Ordinal);
    private readonly Channel<(string? Run, RunLogLine? Line, TaskCompletionSource? Written)> waiting =
        Channel.CreateBounded<(string?, RunLogLine?, TaskCompletionSource?)>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock starting = new();
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();
    private Task? writing;

    public ILogger CreateLogger(string categoryName) => loggers.GetOrAdd(categoryName, name => new RunLogger(name, this));

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    /// <summary>The lines of a run, the oldest first, with those that were logged here until now.</summary>
    public async Task<IReadOnlyList<RunLogLine>> ReadAsync(string run, CancellationToken cancellation)
    {
        await FlushAsync(cancellation).ConfigureAwait(false);
        return new RunLogFile(folderOf(run)).Read();
    }

    /// <summary>Reads a run's log bit by bit; ask for <see cref="FlushAsync"/> before each bit.</summary>
    public RunLogTail Follow(string run) => new(new RunLogFile(folderOf(run)));

    /// <summary>Waits until what was logged here is in the files; not for long if the disk cannot keep up.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (writing is not null && waiting.Writer.TryWrite((null, null, written)))
        {
            await written.Task.WaitAsync(LastLines, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        waiting.Writer.TryComplete();
        writing?.Wait(LastLines);
    }

    /// <param name="named">The run that the line itself names; null for none.</param>
    private void Write(string category, LogLevel level, EventId id, string message, string? named, Exception? problem)
    {
        RunScope? call = null;
        scopes.ForEachScope((scope, _) => call = scope as RunScope ?? call, (object?)null);
        if ((call?.Run ?? named) is not { } run || !RunId.IsOne(run))
        {
            return;
        }

        EnsureWriting();
        RunLogLine line = new(clock.GetUtcNow(), level, category, id.Id, message, call?.Function, call?.Part, problem?.ToString());
        waiting.Writer.TryWrite((run, line, null));
    }

    private void EnsureWriting()
    {
        lock (starting)
        {
            writing ??= Task.Run(WriteOutAsync);
        }
    }

    private async Task WriteOutAsync()
    {
        List<(string Run, RunLogLine Line)> lines = [];
        List<TaskCompletionSource> asked = [];
        while (await waiting.Reader.WaitToReadAsync())
        {
            while (lines.Count < MostWaiting && waiting.Reader.TryRead(out (string? Run, RunLogLine? Line, TaskCompletionSource? Written) next))
            {
                if (next.Written is { } written)
                {
                    asked.Add(written);
                }
                else
                {
                    lines.Add((next.Run!, next.Line!));
                }
            }

            foreach (IGrouping<string, (string Run, RunLogLine Line)> run in lines.GroupBy(line => line.Run))
            {
                await AppendAsync(run.Key, run.Select(line => line.Line));
            }

            asked.ForEach(written => written.TrySetResult());
            lines.Clear();
            asked.Clear();
        }
    }

    private async Task AppendAsync(string run, IEnumerable<RunLogLine> lines)
    {
        try
        {
            await new RunLogFile(folderOf(run)).AppendAsync(lines);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or StateException)
        {
            // A full disk pauses the run itself; its log is the least of what is missing then.
        }
    }

    private sealed class RunLogger(string category, RunLogs logs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logs.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logs.Write(category, logLevel, eventId, formatter(state, exception), NamedBy(state), exception);

        private static string? NamedBy<TState>(TState state) =>
            state is IReadOnlyList<KeyValuePair<string, object?>> values ? values.FirstOrDefault(value => value.Key == nameof(RunScope.Run)).Value as string : null;
    }
}
