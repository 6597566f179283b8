namespace Tapir.Functions;

/// <summary>A row of the table <c>claims</c>.</summary>
internal sealed class ClaimRow
{
    public long Fence { get; init; }

    public string Holder { get; init; } = "";

    public long LeasedUntil { get; init; }
}
