using System.Diagnostics.Metrics;

namespace Tapir.Artifacts;

/// <summary>How much is read from and written to artifact stores.</summary>
internal static class ArtifactMetrics
{
    /// <summary>The folder store.</summary>
    public const string Folder = "folder";

    /// <summary>The blob store, over the network.</summary>
    public const string Blob = "blob";

    /// <summary>This machine's copy of what is elsewhere.</summary>
    public const string Copy = "copy";

    /// <summary>The machine of the state folder, over the network.</summary>
    public const string Remote = "remote";

    private static readonly Meter Meter = new("Tapir.Artifacts");
    private static readonly Counter<long> Operations = Meter.CreateCounter<long>("tapir.artifact.operations", "{operation}", "Artifacts read and written, by store.");
    private static readonly Counter<long> Bytes = Meter.CreateCounter<long>("tapir.artifact.io", "By", "Bytes of artifacts read and written, by store.");

    public static void Read(string store, long bytes) => Count("read", store, bytes);

    /// <summary>Counts what was put, whether or not the same bytes were there already.</summary>
    public static void Written(string store, long bytes) => Count("write", store, bytes);

    private static void Count(string operation, string store, long bytes)
    {
        KeyValuePair<string, object?> how = new("tapir.artifact.operation", operation), where = new("tapir.artifact.store", store);
        Operations.Add(1, how, where);
        Bytes.Add(bytes, how, where);
    }
}
