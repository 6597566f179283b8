using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.Artifacts;
using Tapir.DurableTask.Sidecar;
using Tapir.Host.Results;
using Tapir.Host.Runs;
using Tapir.Host.State;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Reporting;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;
using Tapir.Orchestrations.Training;
using Tapir.Teachers;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Endpoints;
using Tapir.Teachers.Ledger;
using Tapir.Teachers.Tutor;

namespace Tapir.Host.Tests.Runs;

[TestClass]
public sealed class RunMonitorTests
{
    private static readonly ArtifactRef Artifact = new(new string('a', 64));
    private static readonly OrchestrationProgress InRoundOne = new("round 1 of 3") { Rounds = [Round(0, 0.12)] };

    private static TemporaryFolder folder = null!;
    private static ScriptedHub hub = null!;
    private static ResponseLedger ledger = null!;
    private static RunCatalog catalog = null!;

    [ClassInitialize]
    public static async Task OpenAsync(TestContext context)
    {
        folder = new TemporaryFolder();
        hub = await ScriptedHub.OpenAsync();
        StateFolder state = StateFolder.Open(folder.File("state"));
        ledger = ResponseLedger.Open(state.Ledger, TimeProvider.System);
        catalog = new RunCatalog(state);
    }

    [ClassCleanup]
    public static async Task CloseAsync()
    {
        await ledger.DisposeAsync();
        await hub.DisposeAsync();
        folder.Dispose();
    }

    [TestMethod]
    public async Task ReadAsync_NotInTheHubYet_IsInLine()
    {
        RunDocument run = await ReadAsync("new-1");

        Assert.AreEqual(("queued", null, 0L), (run.Status, run.Phase, run.Calls));
        StringAssert.Contains(run.Message, "`tapir serve` works on it when its turn comes");
        Assert.IsEmpty(run.Rounds);
    }

    [TestMethod]
    public async Task ReadAsync_RoundIsUnderWay_SaysWhereItStandsAndHowTheRoundsBeforeDid()
    {
        await hub.StandAsync("busy-1", InRoundOne);
        await hub.StandAsync("busy-1:round-1", new OrchestrationProgress("writing"));

        RunDocument run = await ReadAsync("busy-1");

        Assert.AreEqual(("running", "round 1 of 3: writing"), (run.Status, run.Phase));
        RoundDocument round = run.Rounds.Single();
        Assert.AreEqual((0, 0.12, 0.06, 0.24, 2.5, 1000L), (round.Round, round.Accuracy, round.Low, round.High, round.Loss, round.TrainedTokens));
        Assert.AreEqual(new TaskDocument(3, 25, 0.12, 0.05, 0.3), round.ByTask["Math"]);
        Assert.IsNull(run.Report);
    }

    [TestMethod]
    public async Task ReadAsync_LastStudentIsBeingTuned_SaysWhereThatStands()
    {
        RunRecord run = RecordOf("tuning-1");
        run = run with { Spec = run.Spec with { Curriculum = new CurriculumSpec { Rounds = 1 }, Training = new TrainingSpec { Preference = new PreferenceSpec() } } };
        await hub.StandAsync("tuning-1", new OrchestrationProgress("preference tuning") { Rounds = [Round(0, 0.12), Round(1, 0.3)] });
        await hub.StandAsync("tuning-1:preference", new OrchestrationProgress("training") { Paused = "The disk is full.", Pauses = 1 });

        RunDocument read = await MonitorOf().ReadAsync(run, CancellationToken.None);

        Assert.AreEqual(("paused", "preference tuning: training", "The disk is full."), (read.Status, read.Phase, read.Message));
        Assert.IsNull(read.Preference);
    }

    [TestMethod]
    public async Task ReadAsync_LastStudentWasTuned_SaysHowItDid()
    {
        PreferenceOutcome preference = new(1, new SelectedPairs(Artifact, [Artifact], 42, 900, new Dictionary<int, int>(), new Dictionary<string, int>()))
        {
            Tuned = new TunedStudent(Round(1, 0.3).Trained with { Tokens = 900 }, Round(1, 0.4).Measurement, [Artifact], [Artifact]),
        };
        await hub.StandAsync("tuned-1", new OrchestrationProgress("exporting") { Rounds = [Round(0, 0.12), Round(1, 0.3)], Preference = preference });

        await hub.StandAsync("tuned-1:round-2", new OrchestrationProgress("is over"));

        RunDocument run = await ReadAsync("tuned-1");

        PreferenceDocument read = run.Preference!;
        Assert.AreEqual("exporting", run.Phase);
        Assert.AreEqual(("S_1 + preference", 0.4, 42, 900L), (read.Student, read.Accuracy, read.Pairs, read.TrainedTokens));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task ReadAsync_RoundWaitsForAReview_SaysForWhatAndHowToAnswer(bool isAlive)
    {
        string run = $"asking-{(isAlive ? 1 : 2)}";
        await hub.StandAsync(run, InRoundOne);
        await hub.StandAsync($"{run}:round-1", new OrchestrationProgress("planning")
        {
            Waiting = new PendingReview(ReviewPoint.Selection, 1, new ReviewSample(Artifact, 10, 42), DateTimeOffset.UnixEpoch, ReviewVerdict.Approve),
        });

        RunDocument read = await ReadAsync(run, isAlive);

        Assert.AreEqual(("waiting", isAlive), (read.Status, read.IsWorkedOn));
        StringAssert.Contains(read.Message, $"review of the selection of round 1 until 1970-01-01 00:00:00 UTC; without an answer it is approved then. See it with: tapir review {run}");
        Assert.AreEqual(!isAlive, read.Message!.Contains("No process works on it", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task ReadAsync_NobodyWorksOnIt_IsInterruptedAndSaysHowItGoesOn()
    {
        await hub.StandAsync("left-1", InRoundOne);

        RunDocument run = await ReadAsync("left-1", isAlive: false);

        Assert.AreEqual("interrupted", run.Status);
        StringAssert.Contains(run.Message, "the same `tapir run` command goes on");
    }

    [TestMethod]
    public async Task ReadAsync_RoundWaitsForAPerson_IsPausedWithItsReason()
    {
        await hub.StandAsync("paused-1", InRoundOne);
        await hub.StandAsync("paused-1:round-1", new OrchestrationProgress("writing") { Paused = "The budget is spent.", Pauses = 2 });

        RunDocument run = await ReadAsync("paused-1");

        Assert.AreEqual(("paused", "The budget is spent.", "round-1 2"), (run.Status, run.Message, run.PauseId));
    }

    [TestMethod]
    public async Task ReadAsync_PausedAndNobodyWorksOnIt_StillSaysWhatItWaitsFor()
    {
        await hub.StandAsync("paused-2", new OrchestrationProgress("importing the seed") { Paused = "The key was refused.", Pauses = 1 });

        RunDocument run = await ReadAsync("paused-2", isAlive: false);

        Assert.AreEqual(("paused", "The key was refused.", "run 1"), (run.Status, run.Message, run.PauseId));
    }

    [TestMethod]
    public async Task ReadAsync_SuspendedWhilePaused_NamesTheCommandAndTheReasonBefore()
    {
        await hub.StandAsync("held-1", new OrchestrationProgress("importing the seed") { Paused = "The key was refused.", Pauses = 1 });
        await hub.Client.SuspendInstanceAsync("held-1");

        RunDocument run = await ReadAsync("held-1");

        Assert.AreEqual("suspended", run.Status);
        StringAssert.Contains(run.Message, "`tapir resume held-1`");
        StringAssert.EndsWith(run.Message, "The key was refused.");
    }

    [TestMethod]
    public async Task ReadAsync_RoundIsNotYetSuspended_IsNotHeld()
    {
        await hub.StandAsync("half-1", InRoundOne);
        await hub.StandAsync("half-1:round-1", new OrchestrationProgress("writing"));
        await hub.Client.SuspendInstanceAsync("half-1");
        Assert.IsFalse((await ReadAsync("half-1")).IsHeld);

        await hub.Client.SuspendInstanceAsync("half-1:round-1");

        Assert.IsTrue((await ReadAsync("half-1")).IsHeld);
    }

    [TestMethod]
    public async Task ReadAsync_StepWasGivenUp_IsPausedAndSaysWhatAndHowItIsTriedAgain()
    {
        await hub.StandAsync("stuck-1", InRoundOne);

        RunDocument run = await ReadAsync("stuck-1", parked: new ParkedItem("a1", "stuck-1:round-1", "students.answer", 3, "delivered 5 times without an answer; the last time its worker was lost"));

        Assert.AreEqual("paused", run.Status);
        StringAssert.Contains(run.Message, "1 step was given up");
        StringAssert.Contains(run.Message, "`tapir resume stuck-1`");
        Assert.AreEqual(new ParkedDocument("round-1", "students.answer", "delivered 5 times without an answer; the last time its worker was lost"), run.Parked.Single());
    }

    [TestMethod]
    public async Task ReadAsync_PartFailed_SaysWhatThatPartSaidItself()
    {
        await hub.FailAsync("failed-1", "The seed has no usable row.");

        RunDocument run = await ReadAsync("failed-1");

        Assert.AreEqual(("failed", null, "The seed has no usable row."), (run.Status, run.Phase, run.Message));
    }

    [TestMethod]
    public async Task ReadAsync_Cancelled_KeepsTheRoundsThatWereDone()
    {
        await hub.StandAsync("gone-1", InRoundOne);
        await hub.Client.TerminateInstanceAsync("gone-1");
        await hub.Client.WaitForInstanceCompletionAsync("gone-1", CancellationToken.None);

        RunDocument run = await ReadAsync("gone-1");

        Assert.AreEqual(("cancelled", null), (run.Status, run.Phase));
        Assert.AreEqual(0.12, run.Rounds.Single().Accuracy);
    }

    [TestMethod]
    public async Task ReadAsync_Done_SaysWhereReportAndStudentAre()
    {
        SeedDataset seed = new(Artifact, [], 10, 5, Verifiable: true, RowsRead: 15, RowsRejected: 0, Rejected: null, Format: null, new Dictionary<string, int>(), new Dictionary<string, int>());
        await hub.EndAsync("done-1", new DistillationOutcome(
            new LabelledSeed(seed, new Dictionary<string, int>(), new Dictionary<string, int>()),
            [Round(0, 0.12), Round(1, 0.5)],
            new ExportedStudent("student", "digest"),
            new WrittenReport("report.html", "report.json")));

        RunDocument run = await ReadAsync("done-1", isAlive: false);

        Assert.AreEqual(("done", null, null), (run.Status, run.Phase, run.Message));
        Assert.AreEqual(Path.Combine(catalog.FolderOf("done-1"), "student"), run.Student);
        Assert.AreEqual(Path.Combine(catalog.FolderOf("done-1"), "report.html"), run.Report);
        Assert.AreSequenceEqual([0.12, 0.5], run.Rounds.Select(round => round.Accuracy));
    }

    [TestMethod]
    public async Task ReadAsync_CallsWerePaid_CountsThoseOfThisRun()
    {
        ChatResponse first = await AskAsync("paid-1", "What is 7 + 5?");
        ChatResponse second = await AskAsync("paid-1", "What is 7 + 6?");
        await AskAsync("paid-2", "What is 7 + 7?");

        RunDocument run = await ReadAsync("paid-1");

        Assert.AreEqual((2L, first.Usage!.TotalTokenCount + second.Usage!.TotalTokenCount), (run.Calls, run.Tokens));
    }

    private static Task<RunDocument> ReadAsync(string run, bool isAlive = true, params IReadOnlyList<ParkedItem> parked) =>
        MonitorOf(isAlive, parked).ReadAsync(RecordOf(run), CancellationToken.None);

    private static RunMonitor MonitorOf(bool isAlive = true, params IReadOnlyList<ParkedItem> parked) =>
        new(hub.Client, ledger, catalog, _ => Task.FromResult(parked), () => isAlive);

    private static RunRecord RecordOf(string run) => new(run, new RunSpec { Name = run[..run.IndexOf('-')] }, SeedFile: null, DateTimeOffset.UnixEpoch);

    private static async Task<ChatResponse> AskAsync(string run, string question)
    {
        using ChatModels models = new(ledger, new TutorChatClient(), TimeProvider.System, NullLogger<ChatModels>.Instance);
        using IChatClient client = models.Open(
            new ChatModelSpec { Kind = ChatModelKind.Tutor, Model = EmbeddedTutor.ModelId }, new CallScope(run, "expansion.write"), PriceTable.Empty);
        return await client.GetResponseAsync(question);
    }

    private static RoundOutcome Round(int round, double accuracy)
    {
        AccuracyInterval interval = new(accuracy, accuracy / 2, accuracy * 2);
        Measurement measurement = new(interval, 25, [new TaskAccuracy("Math", 3, 25, new AccuracyInterval(0.12, 0.05, 0.3))], [], Loss: 2.5, Artifact);
        return new RoundOutcome(round, new TrainedStudent(new StudentRef(Artifact, Artifact), Tokens: 1000, Steps: 10, LeftOut: 0, []), measurement, Artifact, Artifact, Curriculum: null);
    }
}
