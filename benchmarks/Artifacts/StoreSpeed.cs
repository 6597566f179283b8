using System.Diagnostics;

namespace Tapir.Artifacts.Benchmarks;

/// <summary>One store: small artifacts from several writers at a time, and a large one.</summary>
/// <param name="disk">MiB/s that the disk alone writes and flushes.</param>
/// <param name="smallWanted">Small artifacts written in a second that are asked of it.</param>
internal sealed class StoreSpeed(string name, double disk, int smallWanted)
{
    private const int SmallCount = 10_000;
    private const int SmallLength = 4 << 10;
    private const int Writers = 32;
    private const double MemoryWanted = 64;

    /// <param name="writing">The store that is written.</param>
    /// <param name="reading">The same one as another process has it.</param>
    public async Task MeasureAsync(IArtifactStore writing, IArtifactStore reading)
    {
        Console.WriteLine($"{name}:");
        ArtifactRef[] artifacts = new ArtifactRef[SmallCount];
        double written = await MeasureSmallAsync(async i => artifacts[i] = await writing.PutBytesAsync(Small(i)));
        Console.WriteLine($"  {SmallCount:N0} of {SmallLength / 1024} KiB written: {written:N0} a second (wanted {smallWanted:N0}: {Verdict(written >= smallWanted)})");
        double read = await MeasureSmallAsync(i => reading.ReadBytesAsync(artifacts[i]));
        Console.WriteLine($"  {SmallCount:N0} of {SmallLength / 1024} KiB read: {read:N0} a second");
        ArtifactRef large = default;
        await MeasureLargeAsync("written", async () => large = await writing.PutAsync(WriteLargeAsync));
        await MeasureLargeAsync("read", async () =>
        {
            await using Stream stream = await reading.OpenAsync(large);
            await stream.CopyToAsync(Stream.Null);
        });
    }

    private static string Verdict(bool isMet) => isMet ? "met" : "MISSED";

    private static byte[] Small(int number)
    {
        byte[] bytes = new byte[SmallLength];
        new Random(number).NextBytes(bytes);
        return bytes;
    }

    private static async Task WriteLargeAsync(Stream stream, CancellationToken cancellation)
    {
        foreach (ReadOnlyMemory<byte> piece in new LargeContent().Pieces())
        {
            await stream.WriteAsync(piece, cancellation);
        }
    }

    private static async Task<double> MeasureSmallAsync(Func<int, Task> work)
    {
        long start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, SmallCount), new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (i, _) => await work(i));
        return SmallCount / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private async Task MeasureLargeAsync(string what, Func<Task> work)
    {
        GC.Collect();
        using MemoryWatch memory = new();
        long start = Stopwatch.GetTimestamp();
        await work();
        double speed = LargeContent.MebibytesPerSecond(Stopwatch.GetElapsedTime(start));
        double growth = memory.PeakGrowth() / 1048576.0;
        Console.WriteLine($"  1 GiB {what}: {speed:N0} MiB/s, {speed / disk:0.00} of the disk; {growth:N0} MiB of memory more than before (wanted below {MemoryWanted:N0}: {Verdict(growth < MemoryWanted)})");
    }
}
