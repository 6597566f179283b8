using System.Xml.Linq;
using Tapir.Orchestrations.Reviewing;

namespace Tapir.Activities.Reporting.Tests;

[TestClass]
public sealed class ReportPageTests
{
    private static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly string[] Sections =
        ["comparison", "accuracy", "rounds", "gap", "levels", "plan", "answers", "ratings", "people", "spending", "seed", "lineage", "origin"];

    [TestMethod]
    public void Render_SameReport_GivesTheSamePage() => Assert.AreEqual(ReportPage.Render(SampleRun.Full()), ReportPage.Render(SampleRun.Full()));

    [TestMethod]
    public void Render_ReportReadFromItsFile_GivesTheSamePage()
    {
        RunReport report = SampleRun.Full();

        Assert.AreEqual(ReportPage.Render(report), ReportPage.Render(ReportJson.Parse(ReportJson.Serialize(report))));
    }

    [TestMethod]
    public void Render_AnyReport_IsWellFormedWithEverySection()
    {
        foreach (RunReport report in new[] { SampleRun.Full(), SampleRun.OwnData(), SampleRun.Empty() })
        {
            XElement page = Parse(ReportPage.Render(report));

            CollectionAssert.IsSubsetOf(Sections, page.Descendants(Html + "section").Select(section => (string?)section.Attribute("id")).ToArray(), report.Run);
            CollectionAssert.AreEqual(
                Sections.Select(id => "#" + id).ToArray(),
                page.Descendants(Html + "nav").Single().Descendants(Html + "a").Select(link => (string?)link.Attribute("href")).ToArray());
        }
    }

    [TestMethod]
    public void Render_TunedRun_ShowsTheTunedStudentBesideTheOthersAndItsPairs()
    {
        RunReport report = SampleRun.Tuned();

        XElement page = Parse(ReportPage.Render(ReportJson.Parse(ReportJson.Serialize(report))));

        XElement accuracy = page.Descendants(Html + "section").Single(section => (string?)section.Attribute("id") == "accuracy");
        Assert.AreSequenceEqual(["Task label", "S0", "S1", "S2", "S3", "S3 + preference", "Tasks"], accuracy.Descendants(Html + "th").Where(head => (string?)head.Attribute("scope") == "col").Select(head => head.Value).ToArray());
        XElement preference = page.Descendants(Html + "section").Single(section => (string?)section.Attribute("id") == "preference");
        foreach (string figure in new[] { "1,204", "95.0", "93.6–96.1", "0.812", "0.774–0.850", "beyond the tokens of the spec" })
        {
            StringAssert.Contains(preference.Value, figure);
        }

        Assert.IsTrue(page.Descendants(Html + "nav").Single().Descendants(Html + "a").Any(link => (string?)link.Attribute("href") == "#preference"));
    }

    [TestMethod]
    public void Render_EmptyReport_SaysInEverySectionThatNothingIsThere()
    {
        XElement page = Parse(ReportPage.Render(SampleRun.Empty()));

        foreach (XElement section in page.Descendants(Html + "section").Where(section => Sections.Contains((string?)section.Attribute("id"))))
        {
            Assert.IsTrue(section.Descendants().Any(element => (string?)element.Attribute("class") == "nothing"), (string?)section.Attribute("id"));
        }

        StringAssert.Contains(page.Value, "Nothing has been measured yet.");
        StringAssert.Contains(page.Value, "Not measured in this run; run with planner random to compare.");
    }

    [TestMethod]
    public void Render_TextOfUsersAndModels_IsShownAsText()
    {
        const string Attack = "</p></style><script>alert(1)</script><img src=x onerror='alert(2)'>\"&\u0000\ud800";
        RunReport full = SampleRun.Full();
        RunReport report = full with
        {
            Run = Attack,
            Name = Attack,
            Status = Attack,
            StatusReason = Attack,
            Student = Attack,
            Origin = full.Origin with { Planner = Attack, Teacher = Attack, SpecDigest = Attack, Readings = [new Reading(Attack, Attack, Attack)] },
            Headline = full.Headline! with { FirstStudent = Attack, LastStudent = Attack, LabelsMadeWorse = [Attack] },
            Rounds =
            [
                .. full.Rounds.Select(round => round with
                {
                    ByTask = [.. round.ByTask.Select(task => task with { Label = Attack + task.Label })],
                    Levels = [.. round.Levels.Select(level => level with { Family = Attack + level.Family, Task = Attack })],
                    Plan = new PlanReport([new PlannedLabel(Attack, 1, 5, 5, 5, 4, 1, Attack)], [new ReasonCount(Attack, 1)]),
                    HardShare = new HardShareReport(0.5, 0.4, Attack),
                    Gaps = round.Gaps is null ? null : round.Gaps with { AfterIs = Attack },
                }),
            ],
            Samples = [new BeforeAfter(Attack, Attack, Attack, new StudentAnswer(Attack, Attack, false, 1), new StudentAnswer(Attack, Attack, true, 10)) { Family = Attack, Level = 1 }],
            Spending = full.Spending with { ByModel = [new SpendingLine(Attack, 1, 1, 1, 1m)], Functions = [new FunctionTime(Attack, 1, 1, 1, 1)] },
            Seed = full.Seed! with { Source = Attack, Format = Attack, SetAside = [new ReasonCount(Attack, 1)], Labels = [new LabelCount(Attack, 1)], LabelSources = [new LabelSource(Attack, 1)], NotExpanded = [new NotExpanded(Attack, 1, Attack)] },
            Lineage = [new LineageEntry(Attack, Attack, 1, Attack, [Attack])],
            Reviews =
            [
                new ReviewReport(
                    Attack, 1, Attack, Attack, Attack, DateTimeOffset.UnixEpoch, Attack, [new ReviewItem(Attack, Attack, Attack, 1, Attack, Attack, 10, [new ReviewedAnswer(Attack, Attack, 1)], Attack)]),
            ],
            Ratings =
            [
                new RatingReport
                {
                    Rounds = Attack, Baseline = Attack, Candidate = Attack, Rated = 1, Labels = [new LabelRatingReport(Attack, 0.5, 0.1, 0.9, 1, 1, 1, 1)], Raters = [new RaterReport(Attack, 1)],
                },
            ],
        };

        string page = ReportPage.Render(report);
        XElement tree = Parse(page);

        Assert.IsFalse(page.Contains("<script", StringComparison.OrdinalIgnoreCase));
        Assert.IsFalse(page.Contains("<img", StringComparison.OrdinalIgnoreCase));
        Assert.IsFalse(tree.Descendants().Attributes().Any(attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)));
        StringAssert.Contains(tree.Descendants(Html + "h1").Single().Value, "<script>alert(1)</script>");
    }

    [TestMethod]
    public void Render_Reviews_SaysWhoDecidedWhatOnWhichExamples()
    {
        ReviewItem item = new("1", "Math", null, null, "What is <b>7</b> + 5?", "12", 10, [new ReviewedAnswer("S_0", "13", 1)], "a gap of 9");
        RunReport report = SampleRun.Full() with
        {
            Reviews =
            [
                new ReviewReport("selection", 1, "approve", "anna", "good enough", DateTimeOffset.UnixEpoch, "abc", [item]),
                new ReviewReport("training", 1, "reject", null, null, DateTimeOffset.UnixEpoch, "def", []),
            ],
        };

        XElement people = Parse(ReportPage.Render(report)).Descendants(Html + "section").Single(section => (string?)section.Attribute("id") == "people");

        StringAssert.Contains(people.Value, "selection of round 1");
        StringAssert.Contains(people.Value, "good enough");
        StringAssert.Contains(people.Value, "What is <b>7</b> + 5?");
        StringAssert.Contains(people.Value, "nobody; the default");
        Assert.IsEmpty(people.Descendants(Html + "b"));
    }

    [TestMethod]
    public void Render_Ratings_SaysTheWinRateWithItsIntervalAndWhatIsNotCounted()
    {
        RatingReport rating = new()
        {
            Rounds = "0,3",
            Baseline = "S_0",
            Candidate = "S_3",
            WinRate = 0.75,
            Low = 0.61,
            High = 0.85,
            Wins = 30,
            Losses = 8,
            Ties = 6,
            BothBad = 4,
            Rated = 48,
            Items = 60,
            Identical = 9,
            Labels = [new LabelRatingReport("Math", null, null, null, 0, 0, 0, 4)],
            Raters = [new RaterReport("anna", 48), new RaterReport("bert", 12)],
            RatedByMany = 12,
            Agreement = 0.62,
        };

        XElement said = Parse(ReportPage.Render(SampleRun.Full() with { Ratings = [rating] })).Descendants(Html + "section").Single(section => (string?)section.Attribute("id") == "ratings");

        XElement rate = said.Descendants(Html + "span").Single(span => (string?)span.Attribute("class") == "acc");
        StringAssert.Contains(rate.Value, "75.0");
        Assert.AreEqual("61.0\u201385.0", rate.ElementsAfterSelf().First().Value);
        StringAssert.Contains(said.Value, "48 of 60 instructions");
        StringAssert.Contains(said.Value, "To 9 more both answered the same");
        StringAssert.Contains(said.Value, "anna (48), bert (12)");
        StringAssert.Contains(said.Value, "is 0.62");
    }

    [TestMethod]
    public void Render_NobodyRated_SaysHowTo() =>
        StringAssert.Contains(Parse(ReportPage.Render(SampleRun.Full())).Value, "`tapir rate quickstart-1`");

    [TestMethod]
    public void Render_AnyReport_FetchesNothing()
    {
        string page = ReportPage.Render(SampleRun.Full());
        XElement tree = Parse(page);

        Assert.IsFalse(tree.Descendants().Any(element => element.Name.LocalName is "script" or "link" or "img" or "iframe" or "image" or "use" or "object"));
        Assert.IsTrue(tree.Descendants().Attributes("href").All(link => link.Value.StartsWith('#')));
        Assert.IsFalse(page.Contains("url(", StringComparison.Ordinal) || page.Contains("@import", StringComparison.Ordinal));
        StringAssert.Contains(page, "default-src 'none'");
    }

    [TestMethod]
    public void Render_Charts_HaveTextAlternativesAndNoCoordinateThatIsNotANumber()
    {
        XElement[] charts = [.. Parse(ReportPage.Render(SampleRun.Full())).Descendants(Svg + "svg").Where(svg => svg.Attribute("aria-hidden") is null)];

        Assert.IsTrue(charts.Length > 20);
        foreach (XElement chart in charts)
        {
            Assert.AreEqual("img", (string?)chart.Attribute("role"));
            Assert.IsFalse(string.IsNullOrWhiteSpace((string?)chart.Attribute("aria-label")));
            Assert.IsFalse(chart.ToString().Contains("NaN", StringComparison.Ordinal));
        }
    }

    [TestMethod]
    public void Render_FullReport_ShowsAnIntervalBesideEveryAccuracy()
    {
        XElement page = Parse(ReportPage.Render(SampleRun.Full()));
        XElement[] accuracies = [.. page.Descendants(Html + "span").Where(span => (string?)span.Attribute("class") == "acc")];

        Assert.IsTrue(accuracies.Length > 50);
        Assert.IsTrue(accuracies.All(accuracy => (string?)accuracy.ElementsAfterSelf().First().Attribute("class") == "ci"));
    }

    [TestMethod]
    public void Render_LossThatIsNotANumber_IsSaidInWords()
    {
        RunReport report = SampleRun.Empty() with { Rounds = [new RoundReport { Round = 0, Losses = [new LossPoint(10, double.NaN), new LossPoint(20, double.PositiveInfinity)] }] };

        StringAssert.Contains(Parse(ReportPage.Render(report)).Value, "not finite");
    }

    [TestMethod]
    public void Render_JapaneseInstruction_StaysJapanese() => StringAssert.Contains(ReportPage.Render(SampleRun.OwnData()), "太郎はりんごを3個");

    private static XElement Parse(string page)
    {
        const string Doctype = "<!DOCTYPE html>";
        Assert.IsTrue(page.StartsWith(Doctype, StringComparison.Ordinal));
        return XElement.Parse(page[Doctype.Length..].TrimStart());
    }
}
