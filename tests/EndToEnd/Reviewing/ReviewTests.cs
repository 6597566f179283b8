using System.Text.Json;

namespace Tapir.EndToEnd.Reviewing;

/// <summary>Runs that show a sample and wait for a person's word.</summary>
[TestClass]
public sealed class ReviewTests
{
    private static readonly string[] Tiny = ["run", TapirProgram.TinySpec, "--json"];

    private string? last;

    [TestMethod]
    public void Run_ApprovedAtEveryPoint_MakesTheSameBytesAndReportsWhoDecided()
    {
        using TapirProgram program = new();
        using RunningProgram running = program.Start([], [.. Tiny, "--set", "review={ sample: 3 }"]);

        string[] told = [.. Enumerable.Range(0, 5).Select(_ => ApproveNext(program, running))];

        Assert.AreSequenceEqual(["selection 1", "training 1", "selection 2", "training 2", "export 2"], told);
        ProgramResult done = running.WaitForEnd();
        Undisturbed.Traces.AssertSame(RunTraces.Of(done));
        JsonElement report = ReportOf(program);
        JsonElement[] reviews = [.. report.GetProperty("reviews").EnumerateArray()];
        Assert.HasCount(5, reviews);
        Assert.IsTrue(reviews.All(review => review.GetProperty("by").GetString() == "anna" && review.GetProperty("verdict").GetString() == "approve" && review.GetProperty("shown").GetArrayLength() == 3));
        string[] lineage = [.. report.GetProperty("lineage").EnumerateArray().Where(entry => entry.GetProperty("what").GetString()!.EndsWith(" review", StringComparison.Ordinal)).Select(entry => entry.GetProperty("madeBy").GetString()!)];
        Assert.AreSequenceEqual(Enumerable.Repeat("reviewing.record@1", 5).ToArray(), lineage);
        StringAssert.Contains(File.ReadAllText(Path.Combine(program.State, "runs", "tiny-1", "manifest.json")), "export review of round 2");
        StringAssert.Contains(program.Run("review", "tiny-1").AssertExitCode(0).Output, "waits for no review");
        StringAssert.Contains(program.Run("review", "tiny-1", "approve").AssertExitCode(2).Errors, "waits for no review now: its status is done");
    }

    [TestMethod]
    public void Run_KilledWhileItWaits_KeepsTheAnswerAndGoesOn()
    {
        using TapirProgram program = new();
        string[] arguments = [.. Tiny, "--set", "review={ points: [training] }"];
        using (RunningProgram running = program.Start([], arguments))
        {
            StringAssert.Contains(running.WaitFor("waiting: "), "review of the training set of round 1");
            running.Kill();
        }

        JsonElement status = program.Run("status", "--json").AssertExitCode(0).Json();
        Assert.AreEqual("waiting", status.GetProperty("status").GetString());
        StringAssert.Contains(status.GetProperty("message").GetString(), "No process works on it");
        StringAssert.Contains(program.Run("review", "tiny-1", "approve", "--by", "anna").AssertExitCode(0).Output, "No process works on tiny-1 now");
        using RunningProgram again = program.Start([], arguments);
        Assert.AreEqual("training 2", ApproveNext(program, again));

        Undisturbed.Traces.AssertSame(RunTraces.Of(again.WaitForEnd()));
        Assert.AreSequenceEqual(["anna", "anna"], ReportOf(program).GetProperty("reviews").EnumerateArray().Select(review => review.GetProperty("by").GetString()).ToArray());
    }

    [TestMethod]
    public void Run_KilledAroundTheRecordOfADecision_AsksNoOneTwice()
    {
        using TapirProgram program = new();
        string[] arguments = [.. Tiny, "--set", "review={ points: [export] }"];
        using (RunningProgram running = program.Start([], arguments))
        {
            running.WaitFor("waiting: ");
            running.Kill();
        }

        program.Run("review", "tiny-1", "approve", "--by", "anna").AssertExitCode(0);
        program.CrashAt("Tapir.Activities/record.before-write:1", arguments);
        program.CrashAt("Tapir.Activities/record.after-write:1", arguments);

        Undisturbed.Traces.AssertSame(RunTraces.Of(program.Run(arguments)));
        Assert.HasCount(1, ReportOf(program).GetProperty("reviews").EnumerateArray().ToArray());
    }

    [TestMethod]
    public void Run_Rejected_FailsWithTheReasonAndTheSameCommandAsksAgainOnlyThere()
    {
        using TapirProgram program = new();
        string[] arguments = [.. Tiny, "--set", "review={ points: [selection, training], sample: 2 }"];
        using (RunningProgram running = program.Start([], arguments))
        {
            Assert.AreEqual("selection 1", ApproveNext(program, running));
            WaitUntilWaiting(program, running);
            program.Run("review", "tiny-1", "reject", "--note", "all the same", "--by", "bert").AssertExitCode(0);
            last = null;
            JsonElement failed = running.WaitForEnd().AssertExitCode(1).Json();
            Assert.AreEqual("failed", failed.GetProperty("status").GetString());
            StringAssert.Contains(failed.GetProperty("message").GetString(), "was rejected by bert: all the same.");
        }

        program.Run("report", "tiny-1").AssertExitCode(0);
        Assert.AreSequenceEqual(
            ["approve anna", "reject bert"],
            ReportOf(program).GetProperty("reviews").EnumerateArray().Select(review => $"{review.GetProperty("verdict").GetString()} {review.GetProperty("by").GetString()}").ToArray());
        using RunningProgram again = program.Start([], arguments);
        // The selection of round 1 was approved before, and is not asked about a second time.
        Assert.AreSequenceEqual(["training 1", "selection 2", "training 2"], Enumerable.Range(0, 3).Select(_ => ApproveNext(program, again)).ToArray());
        Undisturbed.Traces.AssertSame(RunTraces.Of(again.WaitForEnd()));
    }

    [TestMethod]
    public void Run_NobodyAnswers_TheDefaultHoldsWhenTheTimeIsUp()
    {
        using TapirProgram program = new();

        ProgramResult done = program.Run([.. Tiny, "--set", "review={ points: [export], timeLimit: 1s }"]);

        Undisturbed.Traces.AssertSame(RunTraces.Of(done));
        JsonElement review = ReportOf(program).GetProperty("reviews").EnumerateArray().Single();
        Assert.AreEqual("approve", review.GetProperty("verdict").GetString());
        Assert.AreEqual(JsonValueKind.Null, review.GetProperty("by").ValueKind);
        using TapirProgram other = new();
        ProgramResult rejected = other.Run([.. Tiny, "--set", "review={ points: [export], timeLimit: 1s, default: reject }"]).AssertExitCode(1);
        StringAssert.Contains(rejected.Json().GetProperty("message").GetString(), "answered by nobody in time");
        Assert.IsFalse(Directory.Exists(Path.Combine(other.State, "runs", "tiny-1", "student")));
    }

    [TestMethod]
    public void Run_SuspendedWhileItWaits_TakesTheAnswerWhenItGoesOn()
    {
        using TapirProgram program = new();
        string[] arguments = [.. Tiny, "--set", "review={ points: [export] }"];
        using (RunningProgram running = program.Start([], arguments))
        {
            running.WaitFor("waiting: ");
            program.Run("pause", "tiny-1").AssertExitCode(0);
            running.WaitForEnd().AssertExitCode(3);
        }

        JsonElement status = program.Run("status", "--json").AssertExitCode(0).Json();
        Assert.AreEqual("suspended", status.GetProperty("status").GetString());
        StringAssert.Contains(status.GetProperty("message").GetString(), "tapir review tiny-1");
        program.Run("review", "tiny-1", "approve").AssertExitCode(0);

        Undisturbed.Traces.AssertSame(RunTraces.Of(program.Run(arguments)));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Run_InterruptedWhileItWaits_ExitsWith3AndSaysHowToAnswer()
    {
        using TapirProgram program = new();
        using RunningProgram running = program.Start([], [.. Tiny, "--set", "review={ points: [selection] }"]);
        running.WaitFor("waiting: ");

        running.Signal("INT");

        ProgramResult stopped = running.WaitForEnd().AssertExitCode(3);
        Assert.AreEqual("waiting", stopped.Json().GetProperty("status").GetString());
        StringAssert.Contains(stopped.Errors, "tapir review tiny-1");
    }

    [TestMethod]
    public void Run_InstructionHoldsHtml_IsShownAsTextInTheReport()
    {
        using TapirProgram program = new();
        string rows = program.Write("rows.jsonl", string.Join('\n', Enumerable.Range(0, 40).Select(row =>
            $$"""{"instruction": "<img src=x onerror=alert({{row}})> Say the number {{row}} in the colour {{"red green blue black white".Split(' ')[row % 5]}} to the man called {{(char)('a' + (row % 26))}}{{row * 31}}", "output": "Answer: {{row}}"}""")));

        program.Run([
            .. Tiny, "--set", $"seed.path={rows}", "--set", "judge.kind=reference", "--set", "curriculum.rounds=1", "--set", "review={ points: [selection, export], timeLimit: 1s }",
        ]).AssertExitCode(0);

        string page = File.ReadAllText(Path.Combine(program.State, "runs", "tiny-1", "report.html"));
        Assert.DoesNotContain("<img", page);
        StringAssert.Contains(page, "&lt;img src=x onerror=alert(");
        Assert.IsTrue(ReportOf(program).GetProperty("reviews").EnumerateArray().Any(review => review.GetProperty("shown").EnumerateArray().Any(item => item.GetProperty("instruction").GetString()!.Contains("<img", StringComparison.Ordinal))));
    }

    /// <summary>Waits until the run waits at another point than the last, and approves.</summary>
    /// <returns>Point and round.</returns>
    private string ApproveNext(TapirProgram program, RunningProgram running)
    {
        last = WaitUntilWaiting(program, running);
        program.Run("review", "tiny-1", "approve", "--by", "anna").AssertExitCode(0);
        return last;
    }

    private string WaitUntilWaiting(TapirProgram program, RunningProgram running)
    {
        running.WaitFor("waiting: ");
        while (true)
        {
            if (Look(program) is { } waiting && waiting != last)
            {
                return waiting;
            }

            Assert.IsTrue(running.Lives(TimeSpan.FromMilliseconds(100)), "The run ended before it waited.");
        }
    }

    private static string? Look(TapirProgram program) => program.Run("review", "tiny-1", "--json").AssertExitCode(0).Json().TryGetProperty("waiting", out JsonElement waiting)
        ? $"{waiting.GetProperty("point").GetString()} {waiting.GetProperty("round").GetInt32()}"
        : null;

    private static JsonElement ReportOf(TapirProgram program) =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(program.State, "runs", "tiny-1", "report.json")));
}
