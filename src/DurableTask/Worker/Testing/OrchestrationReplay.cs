using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Converters;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Orchestrations;
using Kind = Tapir.DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Tapir.DurableTask.Worker.Testing;

/// <summary>Replays recorded histories against today's orchestrators, for tests: a change of code that would strand a running instance shows as a difference.</summary>
/// <remarks>Kinds, names and numbers of decisions and the way an instance ended are compared; inputs and times of decisions may differ, since they change nothing in how the
/// code goes on. No activity runs.</remarks>
public sealed class OrchestrationReplay
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(3);

    private readonly RegisteredTasks tasks;
    private readonly OrchestratorSettings settings;

    /// <param name="register">Registers the orchestrators.</param>
    /// <param name="converter">What the worker reads and writes values with; the default one where left out.</param>
    public OrchestrationReplay(Action<DurableTaskRegistry> register, DataConverter? converter = null)
    {
        ArgumentNullException.ThrowIfNull(register);
        DurableTaskRegistry registry = new();
        register(registry);
        tasks = new RegisteredTasks(registry);
        settings = new OrchestratorSettings(converter ?? JsonDataConverter.Default, LongestTimer, string.Empty, NullLoggerFactory.Instance);
    }

    /// <summary>Goes through a history turn by turn.</summary>
    /// <returns>The first event that differs; null when the code follows to the end of the history.</returns>
    public ReplayDifference? Check(RecordedHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        OrchestrationExecutor executor = new(history.InstanceId, started => tasks.CreateOrchestrator(started.Name, started.Version, NoServices.Instance), settings);
        int begin = 0;
        for (int place = 0; place < history.Events.Count; place++)
        {
            if (history.Events[place].EventTypeCase != Kind.OrchestratorCompleted)
            {
                continue;
            }

            if (CheckTurn(history, executor, begin, place) is { } difference)
            {
                return difference;
            }

            executor.ConfirmReturned();
            begin = place + 1;
        }

        return null;
    }

    private static ReplayDifference? CheckTurn(RecordedHistory history, OrchestrationExecutor executor, int begin, int end)
    {
        (HistoryEvent Event, int Position)[] turn = [.. Enumerable.Range(begin, end - begin).Select(position => (history.Events[position], position))];
        OrchestratorTurn.Decided decided = executor.Advance(turn.Where(entry => !IsDecision(entry.Event)).Select(entry => entry.Event));
        Queue<OrchestratorAction> actions = new(decided.Actions);
        foreach ((HistoryEvent recorded, int position) in turn.Where(entry => IsDecision(entry.Event)))
        {
            OrchestratorAction? action = actions.TryDequeue(out OrchestratorAction? next) ? next : null;
            if (action is null || !Agree(recorded, action))
            {
                return new ReplayDifference(history.InstanceId, position, Describe(recorded), action is null ? "decides nothing more in this turn" : $"makes {Describe(action)}");
            }
        }

        return actions.TryDequeue(out OrchestratorAction? more)
            ? new ReplayDifference(history.InstanceId, end, "the end of the turn", $"makes {Describe(more)}")
            : null;
    }

    private static bool IsDecision(HistoryEvent entry) =>
        entry.EventTypeCase is Kind.TaskScheduled or Kind.TimerCreated or Kind.SubOrchestrationInstanceCreated or Kind.EventSent or Kind.ExecutionCompleted or Kind.ContinueAsNew;

    private static bool Agree(HistoryEvent recorded, OrchestratorAction decided) => recorded.ExecutionCompleted is { } end
        ? decided.CompleteOrchestration is { } ended && ended.OrchestrationStatus == end.OrchestrationStatus && (end.OrchestrationStatus != OrchestrationStatus.Completed || ended.Result == end.Result)
        : recorded.EventId == decided.Id && Decisions.Agree(recorded, decided);

    private static string Describe(HistoryEvent recorded) => recorded.ExecutionCompleted is { } end
        ? $"the end as {end.OrchestrationStatus} with {Short(end.Result)}"
        : Decisions.Describe(recorded);

    private static string Describe(OrchestratorAction decided) => decided.CompleteOrchestration is { } end
        ? $"its end as {end.OrchestrationStatus} with {Short(end.Result)}"
        : Decisions.Describe(decided);

    private static string Short(string? result) => result switch
    {
        null => "no result",
        { Length: > 200 } => $"{result.AsSpan(0, 200)}...",
        _ => result,
    };

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
