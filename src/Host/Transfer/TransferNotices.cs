using System.Globalization;
using Tapir.Artifacts;

namespace Tapir.Host.Transfer;

/// <summary>Says every few seconds how far a copy has come.</summary>
internal sealed class TransferNotices(TextWriter notices, TimeProvider clock) : IProgress<TransferProgress>
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly Lock writing = new();
    private long lastWritten = clock.GetTimestamp();

    public void Report(TransferProgress value)
    {
        lock (writing)
        {
            if (clock.GetElapsedTime(lastWritten) < Silence)
            {
                return;
            }

            lastWritten = clock.GetTimestamp();
            notices.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Done:#,0} of {value.Total:#,0} artifacts, {value.CopiedBytes / 1048576.0:#,0.0} MiB copied"));
        }
    }
}
