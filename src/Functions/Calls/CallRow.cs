namespace Tapir.Functions;

/// <summary>A row of the table <c>calls</c>.</summary>
internal sealed class CallRow
{
    public string Id { get; init; } = "";

    public string Run { get; init; } = "";

    public string Instance { get; init; } = "";

    public string Function { get; init; } = "";

    public long Version { get; init; }

    public string Key { get; init; } = "";

    public string? HealingFor { get; init; }

    public long StartedAt { get; init; }

    public long? FinishedAt { get; init; }

    public long? DurationMs { get; init; }

    public string? Outcome { get; init; }

    public string? Error { get; init; }

    public CallOutcome? OutcomeOrNull => Outcome is null ? null : Enum.Parse<CallOutcome>(Outcome, ignoreCase: true);

    public static CallRow Of(Call call, CallEnd? end = null) => new()
    {
        Id = call.Id.ToString("n"),
        Run = call.RunId,
        Instance = call.InstanceId,
        Function = call.Function,
        Version = call.Version,
        Key = call.Key,
        HealingFor = call.HealingFor?.ToString("n"),
        StartedAt = call.StartedAt.ToUnixTimeMilliseconds(),
        FinishedAt = end?.FinishedAt.ToUnixTimeMilliseconds(),
        DurationMs = (long?)end?.Duration.TotalMilliseconds,
        Outcome = end is null ? null : Word(end.Outcome),
        Error = end?.Error,
    };

    public LoggedCall ToCall()
    {
        Call call = new(
            Guid.Parse(Id), Run, Instance, Function, (int)Version, Key, DateTimeOffset.FromUnixTimeMilliseconds(StartedAt), HealingFor is null ? null : Guid.Parse(HealingFor));
        CallEnd? end = OutcomeOrNull is { } outcome
            ? new CallEnd(outcome, DateTimeOffset.FromUnixTimeMilliseconds(FinishedAt ?? StartedAt), TimeSpan.FromMilliseconds(DurationMs ?? 0), Error)
            : null;
        return new LoggedCall(call, end);
    }

    /// <summary>The outcome as it is written down.</summary>
    public static string Word(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Computed => "computed",
        CallOutcome.Cached => "cached",
        CallOutcome.Joined => "joined",
        CallOutcome.Failed => "failed",
        _ => "interrupted",
    };
}
