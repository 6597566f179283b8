namespace Tapir.Functions;

/// <summary>A call with its key worked out.</summary>
/// <param name="Entry">The function and its implementation.</param>
/// <param name="Input">What it is called with.</param>
/// <param name="Call">What observers see of it.</param>
/// <param name="NumericEnvironment">Null unless it counts.</param>
/// <param name="RunId">Null unless it counts.</param>
internal sealed record CallRequest(CatalogEntry Entry, FunctionInput Input, Call Call, string? NumericEnvironment, string? RunId)
{
    public DurableFunction Function => Entry.Function;

    public StoredResult ToResult(string output, DateTimeOffset storedAt, TimeSpan duration) =>
        new(Call.Key, Function.Name, Function.Version, NumericEnvironment, RunId, Input.Canonical, output, Function.Reproducible, storedAt, duration);
}
