namespace Tapir.Functions;

/// <summary>A row of the table <c>results</c>.</summary>
internal sealed class ResultRow
{
    public const string Columns =
        "key AS Key, function AS Function, version AS Version, numeric_environment AS NumericEnvironment, run AS Run, input AS Input, output AS Output, "
        + "reproducible AS Reproducible, stored_at AS StoredAt, duration_ms AS DurationMs";

    public string Key { get; init; } = "";

    public string Function { get; init; } = "";

    public long Version { get; init; }

    public string? NumericEnvironment { get; init; }

    public string? Run { get; init; }

    public string Input { get; init; } = "";

    public string Output { get; init; } = "";

    public bool Reproducible { get; init; }

    public long StoredAt { get; init; }

    public long DurationMs { get; init; }

    public static ResultRow Of(StoredResult result) => new()
    {
        Key = result.Key,
        Function = result.Function,
        Version = result.Version,
        NumericEnvironment = result.NumericEnvironment,
        Run = result.RunId,
        Input = result.Input,
        Output = result.Output,
        Reproducible = result.Reproducible,
        StoredAt = result.StoredAt.ToUnixTimeMilliseconds(),
        DurationMs = (long)result.Duration.TotalMilliseconds,
    };

    public StoredResult ToResult() => new(
        Key, Function, (int)Version, NumericEnvironment, Run, Input, Output, Reproducible, DateTimeOffset.FromUnixTimeMilliseconds(StoredAt), TimeSpan.FromMilliseconds(DurationMs));
}
