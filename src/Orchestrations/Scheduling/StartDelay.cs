using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tapir.Orchestrations.Scheduling;

/// <summary>Jitter: spreads the starts of many schedules that have the same time.</summary>
public static class StartDelay
{
    /// <param name="schedule">The schedule's name.</param>
    /// <param name="time">The start's time by the clock.</param>
    /// <param name="limit">The delay is below this.</param>
    /// <returns>The same for the same name and time, whoever asks and when; whole milliseconds.</returns>
    public static TimeSpan Of(string schedule, DateTimeOffset time, TimeSpan limit)
    {
        ulong milliseconds = (ulong)Math.Max(0, limit.Ticks / TimeSpan.TicksPerMillisecond);
        if (milliseconds == 0)
        {
            return TimeSpan.Zero;
        }

        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{schedule}/{time.UtcDateTime:O}")));
        return TimeSpan.FromMilliseconds((long)(BinaryPrimitives.ReadUInt64LittleEndian(digest) % milliseconds));
    }
}
