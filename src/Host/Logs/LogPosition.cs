using System.Globalization;

namespace Tapir.Host.Logs;

/// <summary>Where a line stands in a run's log, for a reader who goes on after it later.</summary>
/// <param name="Ticks">Its time, in 100 ns, UTC.</param>
/// <param name="Place">Among the lines of that time, from 0.</param>
internal readonly record struct LogPosition(long Ticks, int Place)
{
    /// <summary>The position of the line after this one.</summary>
    public LogPosition Next(DateTimeOffset time) => time.UtcTicks == Ticks ? this with { Place = Place + 1 } : new LogPosition(time.UtcTicks, 0);

    /// <returns>Null for what is no position.</returns>
    public static LogPosition? TryParse(string? text) =>
        text?.Split('.') is [{ } ticks, { } place]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out long time)
        && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? new LogPosition(time, number)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ticks}.{Place}");
}
