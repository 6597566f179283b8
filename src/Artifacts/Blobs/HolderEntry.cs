namespace Tapir.Artifacts;

/// <summary>What a store knows of one of its holders.</summary>
/// <param name="WrittenAt">When the holder wrote it, by the store's clock.</param>
/// <param name="IsAlive">Whether a process renews its lease.</param>
public sealed record HolderEntry(StoreHolder Holder, DateTimeOffset WrittenAt, bool IsAlive);
