using Tapir.Activities.Reporting.Charts;
using Tapir.Activities.Reporting.Page;
using Tapir.Activities.Reporting.Sections;

namespace Tapir.Activities.Reporting;

/// <summary>The report as one page that opens offline: no script, nothing fetched, and a policy in the page that forbids both.</summary>
public static class ReportPage
{
    private static readonly Lazy<Markup> Style = new(() => new Markup(ChartStyle.Text + Styles.Read("report.css")));

    /// <summary>Renders <c>report.html</c>. Equal reports give equal pages. Everything a user or a model wrote is shown as text.</summary>
    /// <returns>An HTML document that is well-formed XML too.</returns>
    public static string Render(RunReport report)
    {
        RunReport ordered = ReportOrder.Of(report);
        Section[] sections =
        [
            ComparisonSection.Of(ordered),
            AccuracySection.Of(ordered),
            RoundsSection.Of(ordered),
            .. ordered.Preference is { } preference ? [PreferenceSection.Of(ordered, preference)] : Array.Empty<Section>(),
            GapSection.Of(ordered),
            LevelsSection.Of(ordered),
            PlanSection.Of(ordered),
            AnswersSection.Of(ordered),
            RatingSection.Of(ordered),
            PeopleSection.Of(ordered),
            SpendingSection.Of(ordered),
            SeedSection.Of(ordered),
            LineageSection.Of(ordered),
            OriginSection.Of(ordered),
        ];
        return Markup.Of(
            $"""
            <!DOCTYPE html>
            <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
            <head>
            <meta charset="utf-8" />
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <title>{ordered.Run} – Tapir run report</title>
            <style>
            {Style.Value}</style>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the results</a>
            {Masthead.Of(ordered)}<nav aria-label="Contents"><ul>{sections.Select(section => Markup.Of($"<li><a href=\"#{section.Id}\">{section.Title}</a></li>"))}</ul></nav>
            <main id="main">
            {Summary.Of(ordered)}{sections.Select(section => section.ToMarkup())}</main>
            <footer><p>Made by Tapir {ordered.Origin.TapirVersion}. The same numbers are in <code>report.json</code>, beside this file. Ranges beside accuracies are 95 % intervals.</p></footer>
            </body>
            </html>

            """).Text;
    }
}
