using System.Diagnostics;

namespace Tapir.Artifacts.Benchmarks;

/// <summary>The disk alone: the same bytes as the large artifact, written in pieces and flushed.</summary>
internal static class DiskSpeed
{
    /// <returns>MiB/s.</returns>
    public static double Measure(string path)
    {
        long start = Stopwatch.GetTimestamp();
        using (FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            foreach (ReadOnlyMemory<byte> piece in new LargeContent().Pieces())
            {
                file.Write(piece.Span);
            }

            file.Flush(flushToDisk: true);
        }

        double speed = LargeContent.MebibytesPerSecond(Stopwatch.GetElapsedTime(start));
        Console.WriteLine($"disk: 1 GiB written and flushed at {speed:N0} MiB/s");
        File.Delete(path);
        return speed;
    }
}
