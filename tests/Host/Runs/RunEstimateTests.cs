using Tapir.Host.Runs;
using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Tutor;

namespace Tapir.Host.Tests.Runs;

[TestClass]
public sealed class RunEstimateTests
{
    private static readonly SeedSurvey Seed = new(Rows: 1000, Unlabelled: 0, InstructionLength: 80, AnswerLength: 200);

    private static readonly RunSpec Spec = new()
    {
        Name = "tiny",
        Teacher = new TeacherSpec { Refine = true },
        Curriculum = new CurriculumSpec { Rounds = 1, RoundSize = 60, PoolSample = 40 },
    };

    private static readonly RunSpec Endpoint = Spec with
    {
        Teacher = Spec.Teacher with { Kind = TeacherKind.OpenAI, Model = "gpt" },
        Judge = new JudgeSpec { Kind = JudgeKind.Teacher },
        Seed = new SeedSpec { Path = "rows.jsonl" },
    };

    [TestMethod]
    public void Of_SmallRound_CountsARequestForEachCell() => Assert.AreEqual(40 + 60 + 120, CallsOf(Spec));

    [TestMethod]
    public void Of_ReferenceJudge_CountsNoJudgements() => Assert.AreEqual(60 + 120, CallsOf(Spec with { Judge = new JudgeSpec { Kind = JudgeKind.Reference } }));

    [TestMethod]
    public void Of_WholePoolIsJudged_CountsTheSeedAndWhatRoundsAdd() =>
        Assert.AreEqual(1000 + 1060 + (2 * (60 + 120)), CallsOf(Spec with { Curriculum = Spec.Curriculum with { Rounds = 2, PoolSample = 0 } }));

    [TestMethod]
    public void Of_WholeFileIsJudged_LeavesOutWhatIsHeldOut() =>
        Assert.AreEqual(1000 - 200, KindOf(Endpoint with { Judge = Endpoint.Judge with { SwapOrder = false }, Curriculum = Spec.Curriculum with { PoolSample = 0 } }, "judge").Calls);

    [TestMethod]
    public void Of_JudgeInBothOrders_CountsTwo() => Assert.AreEqual(80 + (60 / 10) + 32 + 120, CallsOf(Endpoint));

    [TestMethod]
    public void Of_MixOfLabelsThatTheTutorDoesNotKnow_AsksItForNothing() =>
        Assert.AreEqual(40, CallsOf(Spec with { Curriculum = Spec.Curriculum with { TaskMix = new Dictionary<string, double> { ["Law"] = 1 } } }));

    [TestMethod]
    public void Of_UnlabelledRows_CountsTheFirstLabelsAndSaysHowManyMoreThereMayBe()
    {
        RunEstimate estimate = RunEstimate.Of(Endpoint, Seed with { Rows = 4000, Unlabelled = 1700 });

        Assert.AreEqual(1500, estimate.Whole.ByKind.Single(kind => kind.Kind == "label").Spending.Calls);
        Assert.AreEqual(200, estimate.MoreLabels);
    }

    [TestMethod]
    public void Of_PricedModel_CostsWhatItsTokensCost()
    {
        RunSpec priced = Endpoint with { Prices = new Dictionary<string, PriceSpec> { ["gpt"] = new() { Input = 2, Output = 2 } } };

        BudgetEstimate whole = RunEstimate.Of(priced, Seed).Whole;

        Assert.AreEqual(whole.Total.Tokens * 2m / 1_000_000, whole.Total.Money);
        Assert.IsEmpty(whole.UnpricedModels);
        Assert.AreEqual("gpt", RunEstimate.Of(Endpoint, Seed).Whole.UnpricedModels.Single());
    }

    [TestMethod]
    public void Of_LongerTexts_NeedMoreTokensForEachKind()
    {
        RunSpec labelled = Endpoint;
        BudgetEstimate few = RunEstimate.Of(labelled, Seed with { Unlabelled = 10 }).Whole;
        BudgetEstimate many = RunEstimate.Of(labelled, Seed with { Unlabelled = 10, InstructionLength = 800, AnswerLength = 2000 }).Whole;

        Assert.IsTrue(few.ByKind.Zip(many.ByKind).All(pair => pair.First.Spending.Tokens < pair.Second.Spending.Tokens));
    }

    [TestMethod]
    [DataRow(219L, 1)]
    [DataRow(220L, 2)]
    [DataRow(659L, 3)]
    public void Of_BudgetBelowTheEstimate_NamesTheRoundThatWillPause(long calls, int round)
    {
        RunEstimate estimate = RunEstimate.Of(Spec with { Curriculum = Spec.Curriculum with { Rounds = 3 }, Budget = new BudgetSpec { Calls = calls } }, Seed);

        Assert.AreEqual(round, estimate.PausesInRound);
        Assert.AreEqual($"660 of {calls} calls", estimate.Over);
    }

    [TestMethod]
    public void Of_BudgetSpentOnLabels_PausesBeforeTheFirstRound() =>
        Assert.AreEqual(0, RunEstimate.Of(Endpoint with { Budget = new BudgetSpec { Calls = 9 } }, Seed with { Unlabelled = 10 }).PausesInRound);

    [TestMethod]
    public void Of_BudgetAboveTheEstimate_WarnsOfNothing()
    {
        RunEstimate estimate = RunEstimate.Of(Spec with { Budget = new BudgetSpec { Calls = 220 } }, Seed);

        Assert.IsNull(estimate.PausesInRound);
        Assert.IsNull(estimate.Over);
    }

    [TestMethod]
    public async Task OfAsync_TutorsSeed_IsAsLongAsTheTutorWritesIt()
    {
        SeedSurvey survey = await SeedSurvey.OfAsync(Spec with { Seed = new SeedSpec { PerCell = 3 } }, CancellationToken.None);

        Assert.AreEqual(3 * EmbeddedTutor.Cells.Count, survey.Rows);
        Assert.IsGreaterThan(20, survey.InstructionLength);
        Assert.IsGreaterThan(5, survey.AnswerLength);
    }

    [TestMethod]
    public async Task OfAsync_File_CountsRowsThatNobodyCanLabel()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("rows.jsonl");
        await File.WriteAllLinesAsync(path, Enumerable.Range(1, 10).Select(row => $$"""{"instruction": "Praise hotel {{row % 10}}.", "output": "Good."}"""));

        SeedSurvey survey = await SeedSurvey.OfAsync(Spec with { Seed = new SeedSpec { Path = path, Limit = 4 } }, CancellationToken.None);

        Assert.AreEqual(new SeedSurvey(Rows: 4, Unlabelled: 4, InstructionLength: 15, AnswerLength: 5), survey);
    }

    private static long CallsOf(RunSpec spec) => RunEstimate.Of(spec, Seed).Whole.Total.Calls;

    private static Spending KindOf(RunSpec spec, string kind) => RunEstimate.Of(spec, Seed).Whole.ByKind.Single(some => some.Kind == kind).Spending;
}
