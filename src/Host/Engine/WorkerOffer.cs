using Tapir.Functions;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Engine;

/// <summary>What a worker offers to do. It is given nothing else: what only other workers offer waits for them.</summary>
/// <param name="HasRuns">Whether it replays runs.</param>
/// <param name="HasSchedules">Whether it replays schedules.</param>
/// <param name="Takes">Which functions it runs.</param>
internal sealed record WorkerOffer(bool HasRuns, bool HasSchedules, Func<DurableFunction, bool> Takes)
{
    /// <value>Whether it replays the backups by the clock.</value>
    public bool HasBackups { get; init; }

    /// <value>Runs, with all that they call.</value>
    public static WorkerOffer Runs { get; } = new(true, false, function => !IsOfSchedules(function) && !IsOfBackups(function));

    /// <value>Schedules, with all that they call.</value>
    public static WorkerOffer Schedules { get; } = new(false, true, IsOfSchedules);

    /// <value>Schedules as far as they start nothing: what is due waits for a worker that offers more.</value>
    public static WorkerOffer SchedulesWithoutStarts { get; } = new(false, true, function => IsOfSchedules(function) && function.Name != ScheduleFunctions.StartRun.Name);

    /// <value>Backups by the clock, with all that they call.</value>
    public static WorkerOffer Backups { get; } = new(false, false, function => IsOfBackups(function) || function.Name == ScheduleFunctions.LookAtClock.Name) { HasBackups = true };

    /// <param name="glob">Such as <c>training.*</c>.</param>
    public static WorkerOffer Functions(string glob) => new(false, false, new FunctionGlob(glob).Matches);

    private static bool IsOfBackups(DurableFunction function) => function.Name.StartsWith("backups.", StringComparison.Ordinal);

    private static bool IsOfSchedules(DurableFunction function) => function.Name.StartsWith("scheduling.", StringComparison.Ordinal);
}
