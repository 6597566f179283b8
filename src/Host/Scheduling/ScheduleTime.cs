using System.Globalization;

namespace Tapir.Host.Scheduling;

/// <summary>Reads the start and the end of a schedule.</summary>
internal static class ScheduleTime
{
    private static readonly string[] Local = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];
    private static readonly string[] WithOffset = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <param name="zone">Of a time that names no offset.</param>
    /// <exception cref="FormatException">It is no time, or one that the clock skips there; the message says so.</exception>
    public static DateTimeOffset Parse(string text, TimeZoneInfo zone)
    {
        if (!DateTime.TryParseExact(text.Trim(), Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
        {
            return DateTimeOffset.TryParseExact(text.Trim(), WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset exact)
                ? exact.ToUniversalTime()
                : throw new FormatException($"'{text}' is no time; write 2026-12-01, 2026-12-01T06:30 or 2026-12-01T06:30+01:00");
        }

        if (zone.IsInvalidTime(local))
        {
            throw new FormatException($"'{text}' does not exist in {zone.Id}: the clock is put forward over it");
        }

        // Of an hour that comes twice, the first.
        TimeSpan offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        // Of the first or the last moment that there is, the part that lies beyond it in UTC would make no difference.
        return new DateTimeOffset(Math.Clamp(local.Ticks - offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
    }
}
