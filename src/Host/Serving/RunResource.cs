using Tapir.Host.Live;
using Tapir.Host.Results;

namespace Tapir.Host.Serving;

/// <summary>A run as the HTTP API shows it: what `tapir status --json` shows, with addresses in the place of paths, and what is under way.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Name">The spec's name.</param>
/// <param name="Status">queued, running, paused, waiting, suspended, done, failed, cancelled or interrupted.</param>
/// <param name="DoneShare">How much of its training is done, 0 to 1.</param>
/// <param name="Place">Its place in line, from 1; null when it does not wait.</param>
/// <param name="Student">Address of the list of the exported student's files; null before the end.</param>
/// <param name="Report">Address of the report's page; null before the end.</param>
public sealed record RunResource(
    string Run,
    string Name,
    string Status,
    string? Phase,
    string? Message,
    DateTimeOffset CreatedAt,
    double DoneShare,
    int? Place,
    IReadOnlyList<RoundDocument> Rounds,
    long Calls,
    long Tokens,
    double Cost,
    BudgetResource Budget,
    IReadOnlyList<FunctionResource> Functions,
    string? Student,
    string? Report)
{
    public RunResource(
        RunDocument document, string name, DateTimeOffset createdAt, double doneShare, int? place, BudgetResource budget, IReadOnlyList<FunctionResource> functions)
        : this(
            document.Run,
            name,
            document.Status,
            document.Phase,
            document.Message,
            createdAt,
            doneShare,
            place,
            document.Rounds,
            document.Calls,
            document.Tokens,
            document.Cost,
            budget,
            functions,
            document.Student,
            document.Report)
    {
        Preference = document.Preference;
    }

    /// <value>The last round's student after its preference tuning; null before that, and where there is none.</value>
    public PreferenceDocument? Preference { get; init; }
}

/// <summary>What a run has spent and may spend; a limit that is not set is left out.</summary>
public sealed record BudgetResource(BudgetUse Calls, BudgetUse Tokens, BudgetUse Money);

public sealed record BudgetUse(double Spent, double? Limit);

/// <summary>The calls of one function in one part of a run.</summary>
/// <param name="Part"><c>run</c>, or the round, such as <c>round-2</c>.</param>
/// <param name="Seconds">From the first start to the last end, or to now.</param>
/// <param name="Done">Of the calls that run now, in <paramref name="Unit"/>.</param>
public sealed record FunctionResource(
    string Part, string Function, int Running, int Computed, int Cached, int Failed, double Seconds, long? Done, long? Total, string? Unit, string? LastError)
{
    internal static FunctionResource Of(CallLine line) => new(
        line.Part,
        line.Function,
        line.Running,
        line.Computed,
        line.Cached,
        line.Failed,
        Math.Round(line.Elapsed.TotalSeconds, 1),
        line.Progress?.Done,
        line.Progress?.Total,
        line.Progress?.Unit,
        line.LastError);
}
