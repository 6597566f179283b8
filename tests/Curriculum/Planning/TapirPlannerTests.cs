using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Selection;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Tests.Planning;

[TestClass]
public sealed class TapirPlannerTests
{
    private static readonly TaskCell Easy = RoundStates.Cell(0, 1);
    private static readonly TaskCell Middle = RoundStates.Cell(0, 2);
    private static readonly TaskCell OutOfReach = RoundStates.Cell(0, 3);

    [TestMethod]
    public void Plan_Literal_FollowsTheNumberOfFailures()
    {
        RoundPlan plan = Plan(CellWeighing.Literal, Rows(Easy, right: 20, wrong: 0), Rows(Middle, right: 10, wrong: 10), Rows(OutOfReach, right: 0, wrong: 20));

        Assert.AreEqual(0, Requested(plan, Easy));
        Assert.AreEqual(2 * Requested(plan, Middle), Requested(plan, OutOfReach));
    }

    [TestMethod]
    public void Plan_Frontier_GivesMostToWhatTheStudentSometimesSucceedsAt()
    {
        RoundPlan plan = Plan(CellWeighing.Frontier, Rows(Easy, right: 20, wrong: 0), Rows(Middle, right: 10, wrong: 10), Rows(OutOfReach, right: 0, wrong: 20));

        Assert.IsGreaterThan(3 * Requested(plan, OutOfReach), Requested(plan, Middle));
        Assert.IsGreaterThan(0, Requested(plan, Easy));
        Assert.IsGreaterThan(0, Requested(plan, OutOfReach));
    }

    [TestMethod]
    public void Plan_Frontier_FollowsTheShareOfFailuresNotTheirNumber()
    {
        RoundPlan plan = Plan(CellWeighing.Frontier, Rows(Easy, right: 200, wrong: 200), Rows(Middle, right: 10, wrong: 10));

        Assert.AreEqual(Requested(plan, Easy), Requested(plan, Middle));
    }

    [TestMethod]
    public void Plan_CellWithFailures_ShowsHardExamplesAlone()
    {
        RoundPlan plan = Plan(CellWeighing.Literal, Rows(Middle, right: 10, wrong: 5));
        HashSet<string> hard = [.. plan.HardExampleIds];

        Assert.IsTrue(plan.Requests.Where(request => request.Level == 2 && request.Task == Middle.Task).All(request =>
            request.InContextExampleIds.Count == 3 && request.InContextExampleIds.All(hard.Contains)));
    }

    [TestMethod]
    public void Plan_NothingFailed_StillMeetsTheQuotas()
    {
        RoundPlan plan = Plan(CellWeighing.Literal, Rows(Easy, right: 5, wrong: 0));

        Assert.AreEqual(90, plan.Requests.Sum(request => request.Count));
        Assert.IsEmpty(plan.HardExampleIds);
    }

    [TestMethod]
    public void Plan_WholeLabelTeacher_FollowsTheCellsOfThePool()
    {
        RoundState state = State(CellWeighing.Literal, Rows(Middle, right: 0, wrong: 3), Rows(OutOfReach, right: 0, wrong: 1));
        state = state with { Settings = state.Settings with { TaskMix = TaskMix.Uniform([Middle.Task]), Expandable = [new(new TaskCell(Middle.Task, null, null))], Size = 40 } };

        RoundPlan plan = Planners.Find("tapir")!.Plan(state);

        Assert.AreEqual(30, Requested(plan, Middle));
        Assert.AreEqual(10, Requested(plan, OutOfReach));
    }

    [TestMethod]
    public void Plan_LabelNotInThePool_AsksWithoutExamples()
    {
        RoundState state = State(CellWeighing.Literal, Rows(Middle, right: 0, wrong: 3));
        state = state with { Settings = state.Settings with { TaskMix = TaskMix.Uniform([TaskLabels.Law]), Expandable = [new(new TaskCell(TaskLabels.Law, null, null))], Size = 5 } };

        ExpansionRequest request = Planners.Find("tapir")!.Plan(state).Requests.Single();

        Assert.AreEqual(TaskLabels.Law, request.Task);
        Assert.IsNull(request.Family);
        Assert.IsEmpty(request.InContextExampleIds);
    }

    [TestMethod]
    public void Plan_TeacherThatCannotWriteALabel_ReportsItsQuotaUnmet()
    {
        RoundState state = State(CellWeighing.Frontier, Rows(Middle, right: 1, wrong: 1));
        state = state with { Settings = state.Settings with { Expandable = [new(Middle)], Size = 30 } };

        RoundPlan plan = Planners.Find("tapir")!.Plan(state);

        Assert.AreEqual(30, Requested(plan, Middle));
        Assert.AreEqual(20, plan.Quotas.Sum(quota => quota.Unmet));
        Assert.AreEqual(0, plan.Unplanned);
    }

    [TestMethod]
    public void Plan_BeginningOfTheHardList_HoldsEveryLabelByTheMix()
    {
        RoundPlan plan = Plan(CellWeighing.Frontier, Rows(Middle, right: 0, wrong: 300), Rows(RoundStates.Cell(1, 1), right: 0, wrong: 20), Rows(RoundStates.Cell(2, 1), right: 0, wrong: 20));

        int ofMiddle = plan.HardExampleIds.Take(30).Count(id => string.CompareOrdinal(id, "e300") < 0);
        Assert.AreEqual(10, ofMiddle, 1);
        Assert.HasCount(340, plan.HardExampleIds);
    }

    [TestMethod]
    public void Plan_SecondRound_CountsShownFailedAndLearntPerCell()
    {
        RoundState state = State(CellWeighing.Frontier, Rows(Middle, right: 4, wrong: 3));
        state = state with { PreviousJudgements = state.Judgements.ToDictionary(pair => pair.Key, _ => (Judgement)RoundStates.Wrong) };

        CellCounts counts = Planners.Find("tapir")!.Plan(state).Cells.Single(cell => cell.Cell == Middle);

        Assert.AreEqual((7, 0, 3, 4), (counts.Shown, counts.Unscored, counts.Failed, counts.Learnt));
    }

    [TestMethod]
    public void Plan_AnotherSeed_ShowsOtherExamples()
    {
        RoundState state = State(CellWeighing.Literal, Rows(Middle, right: 0, wrong: 40));

        string[] one = [.. Planners.Find("tapir")!.Plan(state).HardExampleIds];
        string[] other = [.. Planners.Find("tapir")!.Plan(state with { Seed = 8 }).HardExampleIds];

        CollectionAssert.AreNotEqual(one, other);
        CollectionAssert.AreEquivalent(one, other);
    }

    private static RoundPlan Plan(CellWeighing weighing, params (TaskCell, Judgement)[][] rows) => Planners.Find("tapir")!.Plan(State(weighing, rows));

    private static RoundState State(CellWeighing weighing, params (TaskCell, Judgement)[][] rows) => RoundStates.Of([.. rows.SelectMany(some => some)], 90, weighing: weighing);

    private static (TaskCell, Judgement)[] Rows(TaskCell cell, int right, int wrong) =>
        [.. Enumerable.Repeat((cell, (Judgement)RoundStates.Right), right), .. Enumerable.Repeat((cell, (Judgement)RoundStates.Wrong), wrong)];

    private static int Requested(RoundPlan plan, TaskCell cell) => plan.Cells.Where(counts => counts.Cell == cell).Sum(counts => counts.Requested);
}
