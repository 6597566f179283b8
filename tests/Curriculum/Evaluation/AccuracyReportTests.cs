using System.Text.Json;
using Tapir.Curriculum.Evaluation;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Tests.Evaluation;

[TestClass]
public sealed class AccuracyReportTests
{
    [TestMethod]
    public void Of_LabelsOfDifferentSize_AveragesOverLabels()
    {
        AccuracyReport report = AccuracyReport.Of([.. Outcomes(TaskLabels.Math, 30, 100), .. Outcomes(TaskLabels.Grammar, 9, 10)], 1);

        Assert.AreEqual(0.6, report.Macro.Value, 1e-12);
        Assert.AreEqual((39, 110), (report.Correct, report.Total));
        CollectionAssert.AreEqual(new[] { TaskLabels.Grammar, TaskLabels.Math }, report.Labels.Select(label => label.Task).ToArray());
    }

    [TestMethod]
    public void Of_OneLabel_BootstrapAgreesWithTheNormalInterval()
    {
        Estimate macro = AccuracyReport.Of(Outcomes(TaskLabels.Math, 300, 600), 5).Macro;

        Assert.AreEqual(0.5 - 0.04, macro.Low, 0.004);
        Assert.AreEqual(0.5 + 0.04, macro.High, 0.004);
    }

    [TestMethod]
    public void Of_SameSeedAnotherOrder_GivesTheSameReport()
    {
        Outcome[] outcomes = [.. Outcomes(TaskLabels.Math, 3, 10), .. Outcomes(TaskLabels.Law, 4, 9)];

        Assert.AreEqual(Json(AccuracyReport.Of(outcomes, 2)), Json(AccuracyReport.Of([.. outcomes.Reverse()], 2)));
    }

    [TestMethod]
    public void Of_OneTaskTwice_IsRefusedByName()
    {
        Outcome[] twice = [.. Outcomes(TaskLabels.Math, 1, 1), .. Outcomes(TaskLabels.Math, 1, 1)];

        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => AccuracyReport.Of(twice, 1)).Message, "Math 0");
    }

    private static Outcome[] Outcomes(TaskLabel label, int correct, int total) =>
        [.. Enumerable.Range(0, total).Select(at => new Outcome($"{label} {at}", new TaskCell(label, null, null), at < correct))];

    private static string Json(AccuracyReport report) => JsonSerializer.Serialize(report);
}
