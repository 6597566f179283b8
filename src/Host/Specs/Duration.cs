using System.Globalization;

namespace Tapir.Host.Specs;

/// <summary>A length of time as people write it: a number and a unit, such as <c>90s</c>, <c>15m</c>, <c>24h</c> or <c>7d</c>; or as Azure Functions has it in its
/// <c>host.json</c>, <c>hh:mm:ss</c>.</summary>
internal static class Duration
{
    public const string Examples = "30s, 15m, 24h or 7d";

    private static readonly string[] ClockForms = [@"hh\:mm\:ss", @"d\.hh\:mm\:ss"];

    /// <param name="text">A number that is not negative, with or without decimals, and one of <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c>, <c>d</c>; or <c>hh:mm:ss</c>, or
    /// <c>d.hh:mm:ss</c>.</param>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        string trimmed = text.Trim();
        if (TimeSpan.TryParseExact(trimmed, ClockForms, CultureInfo.InvariantCulture, out duration))
        {
            return true;
        }

        int digits = trimmed.TakeWhile(character => char.IsAsciiDigit(character) || character == '.').Count();
        TimeSpan? unit = trimmed[digits..].Trim() switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "d" => TimeSpan.FromDays(1),
            _ => null,
        };
        duration = default;
        if (unit is null || !double.TryParse(trimmed.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count) || count > TimeSpan.MaxValue / unit.Value / 2)
        {
            return false;
        }

        duration = unit.Value * count;
        return true;
    }

    /// <summary>The shortest such text.</summary>
    public static string Write(TimeSpan duration)
    {
        (TimeSpan Length, string Name)[] units = [(TimeSpan.FromDays(1), "d"), (TimeSpan.FromHours(1), "h"), (TimeSpan.FromMinutes(1), "m"), (TimeSpan.FromSeconds(1), "s"), (TimeSpan.FromMilliseconds(1), "ms")];
        (TimeSpan length, string name) = units.First(unit => (duration >= unit.Length && duration.Ticks % unit.Length.Ticks == 0) || unit.Name == "ms");
        return string.Create(CultureInfo.InvariantCulture, $"{duration / length:0.###}{name}");
    }
}
