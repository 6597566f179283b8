namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>A stored row does not have the checksum it was written with, or is gone.</summary>
internal sealed class DamagedRowException(string table, long instanceKey, long sequence, string how = "does not have the checksum it was written with")
    : Exception($"The task hub is damaged: row {sequence} of table '{table}' (instance key {instanceKey}) {how}. Restore the hub from a copy, or purge that instance.")
{
    public DamagedRow Row { get; } = new(table, sequence, instanceKey, how);
}
