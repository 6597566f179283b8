using System.Text.Json.Serialization;

namespace Tapir.Host.Results;

/// <summary>A run as <c>--json</c> shows it. The names are a contract with scripts.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Status">queued (recorded, and not begun), done, running, paused, waiting, failed, suspended, cancelled or interrupted.</param>
/// <param name="Message">Why it is paused, waiting or failed, and what to do; null otherwise.</param>
/// <param name="Calls">Calls of chat models that were paid for, those in flight at a crash included.</param>
/// <param name="Tokens">Tokens in and out.</param>
/// <param name="Cost">In the currency of the price table.</param>
/// <param name="Student">Folder of the exported student; null before the end.</param>
/// <param name="Report">Path of the HTML report; null before the end.</param>
public sealed record RunDocument(
    string Run,
    string Status,
    string? Phase,
    string? Message,
    IReadOnlyList<RoundDocument> Rounds,
    long Calls,
    long Tokens,
    double Cost,
    string? Student,
    string? Report)
{
    /// <value>The last round's student after its preference tuning; null before that, and where there is none.</value>
    public PreferenceDocument? Preference { get; init; }

    /// <value>What became of the seed file's rows; null before they were read, and where the tutor writes the seed.</value>
    public SeedDocument? Seed { get; init; }

    /// <value>Steps that were given up after too many deliveries without an answer; `tapir run` or `tapir resume` tries them again.</value>
    public IReadOnlyList<ParkedDocument> Parked { get; init; } = [];

    /// <value>Whether the run and its round are suspended, so that no step begins.</value>
    [JsonIgnore]
    public bool IsHeld { get; init; }

    /// <value>Which pause it is; null when it is not paused.</value>
    [JsonIgnore]
    public string? PauseId { get; init; }

    /// <value>Whether some process may be working on it.</value>
    [JsonIgnore]
    public bool IsWorkedOn { get; init; }
}

/// <param name="RowsRead">Rows of the file, those set aside included.</param>
/// <param name="RowsSetAside">Rows that could not be used; the report has the reasons.</param>
/// <param name="RowsOverlapping">Rows left out because they overlap a held-out row.</param>
/// <param name="RowsHeldOut">Rows that the students are measured on.</param>
/// <param name="RowsToTrainOn">Rows of the first pool.</param>
public sealed record SeedDocument(int RowsRead, int RowsSetAside, int RowsOverlapping, int RowsHeldOut, int RowsToTrainOn);

/// <param name="Part"><c>run</c>, or the round, such as <c>round-2</c>.</param>
/// <param name="Step">Name of the function; that of the orchestration for a turn of it.</param>
/// <param name="Reason">How often it was delivered, and how the last time ended.</param>
public sealed record ParkedDocument(string Part, string Step, string Reason);

/// <param name="Accuracy">Macro average over task labels, 0 to 1.</param>
/// <param name="Loss">Mean loss of the recorded held-out answers, in nats per token.</param>
/// <param name="TrainedTokens">Tokens that this round trained on.</param>
/// <param name="TrainingSet">Digest of the round's training set.</param>
public sealed record RoundDocument(
    int Round,
    double Accuracy,
    double Low,
    double High,
    double Loss,
    IReadOnlyDictionary<string, TaskDocument> ByTask,
    long TrainedTokens,
    string TrainingSet);

/// <param name="Student">Such as <c>S_3 + preference</c>.</param>
/// <param name="Accuracy">Macro average over task labels, 0 to 1.</param>
/// <param name="Loss">Mean loss of the recorded held-out answers, in nats per token.</param>
/// <param name="TrainedTokens">Tokens that the tuning trained on, both answers of each pair counted.</param>
/// <param name="Pairs">Number of pairs.</param>
/// <param name="PairSet">Digest of the pairs.</param>
public sealed record PreferenceDocument(
    string Student,
    double Accuracy,
    double Low,
    double High,
    double Loss,
    IReadOnlyDictionary<string, TaskDocument> ByTask,
    long TrainedTokens,
    int Pairs,
    string PairSet);

public sealed record TaskDocument(int Correct, int Total, double Accuracy, double Low, double High);
