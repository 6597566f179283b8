using Spectre.Console.Testing;
using Tapir.Host.Results;

namespace Tapir.Host.Tests.Results;

[TestClass]
public sealed class ResultTextTests
{
    [TestMethod]
    public void Write_MeasuredRounds_IsATableOfTasksAndRoundsWithIntervals()
    {
        string[] lines = Lines(SampleRun.Measured);

        CollectionAssert.Contains(lines, "Exact answers on held-out tasks, per cent (95 % interval)");
        CollectionAssert.AreEqual(new[] { "task", "S_0", "S_1" }, Row(lines, "task"));
        CollectionAssert.AreEqual(new[] { "Math", "25.0 (15-35)", "50.0 (40-60)" }, Row(lines, "Math"));
        CollectionAssert.AreEqual(new[] { "macro average", "12.3 (10-14)", "34.1 (32-36)" }, Row(lines, "macro average"));
        CollectionAssert.AreEqual(new[] { "held-out loss", "2.500", "1.500" }, Row(lines, "held-out loss"));
    }

    [TestMethod]
    public void Write_TunedStudent_IsOneMoreColumn()
    {
        string[] lines = Lines(SampleRun.Tuned);

        CollectionAssert.AreEqual(new[] { "Math", "25.0 (15-35)", "50.0 (40-60)", "60.0 (50-70)" }, Row(lines, "Math"));
        CollectionAssert.AreEqual(new[] { "macro average", "12.3 (10-14)", "34.1 (32-36)", "40.0 (38-42)" }, Row(lines, "macro average"));
        Assert.IsTrue(lines.Any(line => line.Contains("+ preference", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Write_TaskThatARoundWasNotAskedFor_HasADashThere() =>
        CollectionAssert.AreEqual(new[] { "Sorting", "-", "75.0 (65-85)" }, Row(Lines(SampleRun.Measured), "Sorting"));

    [TestMethod]
    [DataRow(0.9, "90.0 (80-100)")]
    [DataRow(1, "100 (90-100)")]
    public void Write_FourRoundsOfAGoodStudentInATerminalOf80_KeepsEachTaskOnOneLine(double accuracy, string cell)
    {
        RoundDocument[] rounds = [.. Enumerable.Range(0, 4).Select(round => SampleRun.RoundOf(round, 0.9, new() { ["Computer Science"] = accuracy }))];

        string[] lines = Lines(SampleRun.Measured with { Rounds = rounds });

        CollectionAssert.AreEqual(new[] { "Computer Science", cell, cell, cell, cell }, Row(lines, "Computer Science"));
    }

    [TestMethod]
    public void Write_Done_SaysWhatWasSpentAndHowToAskTheStudent()
    {
        string[] lines = Lines(SampleRun.Measured with { Status = "done", Phase = null, Cost = 1.5, Student = "/runs/tiny-1/student", Report = "/runs/tiny-1/report.html" });

        CollectionAssert.Contains(lines, "tiny-1: done. 1,234 calls, 5,678 tokens, cost 1.50.");
        CollectionAssert.Contains(lines, "Try it:  tapir ask tiny-1 \"INSTRUCTION\"");
    }

    [TestMethod]
    public void Write_ReportShowsWhatWasLearnt_SuggestsToAskTheShortestOfIt()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("report.json"), """
            { "samples": [
              { "instruction": "What is 1 + 1?", "before": { "correct": true }, "after": { "correct": true } },
              { "instruction": "What is 2 + 2?", "before": { "correct": false }, "after": { "correct": false } },
              { "instruction": "Say \"four\".", "before": { "correct": false }, "after": { "correct": true } },
              { "instruction": "How many minutes are 4 hours?", "before": {}, "after": { "correct": true } },
              { "instruction": "How many g are 6 kg?", "before": { "correct": false }, "after": { "correct": true } } ] }
            """);

        string[] lines = Lines(SampleRun.Measured with { Report = folder.File("report.html") });

        CollectionAssert.Contains(lines, "Try it:  tapir ask tiny-1 \"How many g are 6 kg?\"");
    }

    [TestMethod]
    public void Write_PathsLongerThanTheTerminalIsWide_StayOnOneLineForCopying()
    {
        string folder = "/" + string.Join('/', Enumerable.Repeat("a folder of mine", 10));

        string[] lines = Lines(SampleRun.Measured with { Student = folder + "/student", Report = folder + "/report.html" });

        CollectionAssert.Contains(lines, $"Report   {folder}/report.html");
        CollectionAssert.Contains(lines, $"Student  {folder}/student");
    }

    [TestMethod]
    public void Write_PausedBeforeAnyMeasurement_IsTheReasonWordForWordAndNoTable()
    {
        RunDocument paused = SampleRun.Started with { Status = "paused", Message = "The key [bold]sk-1[/] was refused." };

        CollectionAssert.AreEqual(
            new[] { "tiny-1: paused (round 1 of 3: writing). 1,234 calls, 5,678 tokens.", "The key [bold]sk-1[/] was refused." }, Lines(paused));
    }

    private static string[] Lines(RunDocument run)
    {
        using TestConsole console = new();
        ResultText.Write(run, console.Width(80));
        return [.. console.Output.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }

    private static string[] Row(string[] lines, string first) =>
        [.. lines.Single(line => line.StartsWith("│ " + first, StringComparison.Ordinal)).Trim('│').Split('│', StringSplitOptions.TrimEntries)];
}
