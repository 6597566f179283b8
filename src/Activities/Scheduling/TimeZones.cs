using System.Security;

namespace Tapir.Activities.Scheduling;

/// <summary>The time zones that this machine knows.</summary>
public static class TimeZones
{
    public static IReadOnlyList<string> Names => [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)];

    /// <param name="name">As IANA names it, such as <c>Europe/Berlin</c>; <c>UTC</c> is known everywhere.</param>
    /// <exception cref="TimeZoneNotFoundException">There is none of this name here; the message says so in a sentence.</exception>
    public static TimeZoneInfo Find(string name)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception problem) when (problem is TimeZoneNotFoundException or InvalidTimeZoneException or SecurityException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            string advice = TimeZoneInfo.GetSystemTimeZones().Count > 1
                ? "write it as in Europe/Berlin or America/New_York, or UTC"
                : "it has no time zone data at all: install the package tzdata, or write UTC";
            throw new TimeZoneNotFoundException($"This machine knows no time zone '{name}'; {advice}.", problem);
        }
    }
}
