using Cronos;

namespace Tapir.Orchestrations.Scheduling;

/// <summary>The times of a cron expression in a time zone, between a start and an end.</summary>
/// <remarks>A time that the clock skips in spring is moved to the first one after the gap. In autumn, when an hour comes twice, an expression with fixed times fires once, at the
/// first of the two, and one that repeats (<c>*</c>, a range, a step) fires in both.</remarks>
public sealed class CronTimes
{
    // What passed longer ago is never made up for.
    private static readonly TimeSpan LongestLook = TimeSpan.FromDays(10 * 366);

    private readonly CronExpression expression;
    private readonly TimeZoneInfo zone;
    private readonly DateTimeOffset first;
    private readonly DateTimeOffset last;

    private CronTimes(CronExpression expression, TimeZoneInfo zone, DateTimeOffset first, DateTimeOffset last)
    {
        this.expression = expression;
        this.zone = zone;
        this.first = first;
        this.last = last;
    }

    /// <param name="zone">That of <see cref="CronTrigger.TimeZone"/>.</param>
    /// <exception cref="CronException">The expression is none.</exception>
    public static CronTimes Of(CronTrigger trigger, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        ArgumentNullException.ThrowIfNull(zone);
        return new CronTimes(Parse(trigger.Cron), zone, trigger.Start ?? DateTimeOffset.MinValue, trigger.End ?? DateTimeOffset.MaxValue);
    }

    /// <summary>The first time after another; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        DateTimeOffset? next = after < first
            ? expression.GetNextOccurrence(first, zone, inclusive: true)
            : expression.GetNextOccurrence(after, zone);
        return next is { } time && time <= last ? time.ToUniversalTime() : null;
    }

    /// <summary>Times after another, earliest first; they end where the schedule does.</summary>
    public IEnumerable<DateTimeOffset> After(DateTimeOffset time)
    {
        for (DateTimeOffset? next = Next(time); next is { } found; next = Next(found))
        {
            yield return found;
        }
    }

    /// <summary>The latest times up to one, earliest first. However long ago <paramref name="after"/> is, little more is looked at than asked for.</summary>
    /// <param name="after">None at or before this.</param>
    /// <param name="upTo">None after this.</param>
    /// <param name="most">How many.</param>
    public IReadOnlyList<DateTimeOffset> Latest(DateTimeOffset after, DateTimeOffset upTo, int most)
    {
        DateTimeOffset earliest = upTo - after < LongestLook ? after : upTo - LongestLook;
        // Only forwards are times exact over a change of the clock, so the look back is at ever longer stretches.
        for (TimeSpan stretch = TimeSpan.FromMinutes(1); ; stretch *= 2)
        {
            bool isWhole = stretch >= upTo - earliest;
            Queue<DateTimeOffset> newest = [];
            foreach (DateTimeOffset time in After(isWhole ? earliest : upTo - stretch).TakeWhile(time => time <= upTo))
            {
                newest.Enqueue(time);
                if (newest.Count > most)
                {
                    newest.Dequeue();
                }
            }

            if (isWhole || newest.Count == most)
            {
                return [.. newest];
            }
        }
    }

    private static CronExpression Parse(string cron)
    {
        string text = cron.Trim();
        bool hasSeconds = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length == 6;
        try
        {
            return CronExpression.Parse(text, hasSeconds ? CronFormat.IncludeSeconds : CronFormat.Standard);
        }
        catch (CronFormatException problem)
        {
            throw NoExpression(cron, problem.Message, problem);
        }
        catch (MissingSeedException problem)
        {
            throw NoExpression(cron, "'H' is not known here; set a jitter for starts that are spread.", problem);
        }
        catch (ArgumentException problem)
        {
            throw NoExpression(cron, "it is empty.", problem);
        }
    }

    private static CronException NoExpression(string cron, string reason, Exception cause) => new(
        $"'{cron}' is no cron expression: {reason} Write minute, hour, day of month, month and day of week, as in '30 2 * * *', with seconds before them if need be.", cause);
}
