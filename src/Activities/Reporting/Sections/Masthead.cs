using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Sections;

/// <summary>Top of the page: which run this is and how it stands.</summary>
internal static class Masthead
{
    private static readonly Markup Mark = new(
        """
        <svg class="mark" viewBox="0 0 64 40" aria-hidden="true" xmlns="http://www.w3.org/2000/svg"><path class="mark-back" d="M20 9C28 4 44 4 52 10C59 15 60 24 59 30L59 37H53L52 29H26L25 37H20Z"/><path class="mark-front" d="M29 5.9C25 6.6 21 8 18.500 9.500L16.500 5.500L13 9.800C8 11.500 4.500 15.500 3.500 20.500C3 23 3.200 25.500 4.800 26C6.300 26.300 7 24.300 7.600 22.800C10 23.400 12.500 23.200 15 22.500C16 27 17 31 17.300 37H24.500L26 29.500C29.500 22 30.500 13 29 5.900Z"/><path class="mark-front" d="M46.500 6.800C57.500 10.500 60.500 21 59.500 29.500L59 37H52L50.500 29C47 22 45.500 13 46.500 6.800Z"/><circle class="mark-eye" cx="13.200" cy="15.800" r="1.300"/></svg>
        """);

    public static Markup Of(RunReport report)
    {
        RunOrigin origin = report.Origin;
        string status = report.Status is "completed" or "failed" or "paused" or "cancelled" or "running" ? report.Status : "other";
        return Markup.Of(
            $"""
            <header class="masthead">
            <p class="brand">{Mark}<span>Tapir run report</span></p>
            <h1>{report.Name}</h1>
            <p class="status"><span class="pill {status}">{report.Status}</span> {report.StatusReason}</p>
            <dl class="facts">
            {Fact("Run", Markup.Of($"<code>{report.Run}</code>"))}{Fact("Planner", Parts.Text(origin.Planner))}{Fact("Random seed", Parts.Text(origin.RandomSeed.ToString(System.Globalization.CultureInfo.InvariantCulture)))}{Fact("Started", Parts.Text(Numbers.Instant(origin.StartedAt)))}{Fact("Finished", Parts.Text(origin.FinishedAt is { } end ? Numbers.Instant(end) : "not yet"))}{(report.Student is { } student ? Fact("Student", Markup.Of($"<code>{student}</code>")) : Markup.None)}
            </dl>
            </header>

            """);
    }

    private static Markup Fact(string name, Markup value) => Markup.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");
}
