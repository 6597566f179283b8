using System.Diagnostics;

namespace Tapir.DurableTask.Benchmarks;

/// <summary>The speed of the disk under the hub, without the hub.</summary>
internal static class DiskFlushes
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    /// <summary>Appends of 4 KiB, each flushed to the disk before the next.</summary>
    public static double PerSecond()
    {
        byte[] page = new byte[4096];
        using FileStream file = new(Path.GetTempFileName(), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
        long start = Stopwatch.GetTimestamp();
        int writes = 0;
        for (; Stopwatch.GetElapsedTime(start) < Duration; writes++)
        {
            file.Write(page);
            file.Flush(flushToDisk: true);
        }

        return writes / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
