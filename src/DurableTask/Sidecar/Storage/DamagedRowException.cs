namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>A stored row does not have the checksum it was written with.</summary>
internal sealed class DamagedRowException(string table, long instanceKey, long sequence)
    : Exception($"The task hub is damaged: row {sequence} of table '{table}' (instance key {instanceKey}) does not have the checksum it was written with. Restore the hub from a copy, or purge that instance.");
