namespace Tapir.Activities.Reporting.Tests;

[TestClass]
public sealed class VerdictTests
{
    [TestMethod]
    public void Of_IntervalsApart_SaysHowManyTimesBetter()
    {
        string verdict = Verdict.Of(With(new MacroAccuracy(0.15, 0.13, 0.17), new MacroAccuracy(0.45, 0.42, 0.48)));

        StringAssert.Contains(verdict, "3.0 times as many");
    }

    [TestMethod]
    public void Of_IntervalsOverlap_SaysThatNothingIsShown()
    {
        string verdict = Verdict.Of(With(new MacroAccuracy(0.15, 0.12, 0.18), new MacroAccuracy(0.17, 0.14, 0.20)));

        StringAssert.Contains(verdict, "does not show a difference");
    }

    [TestMethod]
    public void Of_LastStudentBelowTheFirst_SaysWorse()
    {
        string verdict = Verdict.Of(With(new MacroAccuracy(0.4, 0.38, 0.42), new MacroAccuracy(0.2, 0.18, 0.22)));

        StringAssert.Contains(verdict, "made the student worse");
    }

    [TestMethod]
    public void Of_LabelsMadeWorse_AreNamed()
    {
        RunReport report = With(new MacroAccuracy(0.1, 0.08, 0.12), new MacroAccuracy(0.5, 0.48, 0.52));

        StringAssert.Contains(Verdict.Of(report with { Headline = report.Headline! with { LabelsMadeWorse = ["Physics"] } }), "Worse than before: Physics.");
    }

    [TestMethod]
    public void Of_OwnDataHardlyLearnt_SaysLittleWithNumbers()
    {
        string verdict = Verdict.Of(SampleRun.OwnData());

        StringAssert.Contains(verdict, "from 3.912 (S_0) to 3.655 (S_1)");
        StringAssert.Contains(verdict, "learnt little");
    }

    [TestMethod]
    public void Of_NothingMeasured_SaysSo() => Assert.AreEqual("Nothing has been measured yet.", Verdict.Of(SampleRun.Empty()));

    private static RunReport With(MacroAccuracy first, MacroAccuracy last) => SampleRun.Empty() with { Headline = new Headline("S_0", first, "S_3", last, 1500, 10) };
}
