namespace Tapir.DurableTask.Sidecar;

/// <summary>A place where a hub's file does not say what was written.</summary>
/// <param name="Table">The table; empty where the file's own structure is meant.</param>
/// <param name="Row">The row's number in it: an instance's key, an event's or activity's sequence.</param>
/// <param name="Instance">The key of the instance that the row belongs to, as far as the row still tells.</param>
/// <param name="How">What is wrong with it.</param>
public sealed record DamagedRow(string Table, long Row, long Instance, string How)
{
    /// <summary>The instance's id; null where there is none of that key.</summary>
    public string? InstanceId { get; init; }

    public override string ToString() => Table.Length == 0
        ? How
        : $"row {Row} of table '{Table}', of {(InstanceId is null ? $"an instance that is not there (key {Instance})" : $"instance '{InstanceId}'")}, {How}";
}
