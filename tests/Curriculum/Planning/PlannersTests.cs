using System.Text.Json;
using CsCheck;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Selection;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Tests.Planning;

/// <summary>What holds for every planner.</summary>
[TestClass]
public sealed class PlannersTests
{
    public static IEnumerable<object[]> EveryPlanner => Planners.Names.Select(name => new object[] { name });

    [TestMethod]
    public void Find_UnknownName_GivesNone()
    {
        Assert.IsNull(Planners.Find("oracle"));
        CollectionAssert.AreEqual(new[] { "tapir", "random" }, Planners.Names.ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(EveryPlanner))]
    public void Plan_AnyRound_RequestsExactlyThePlannedQuotas(string name)
    {
        RoundStates.Any.Sample(state =>
        {
            RoundPlan plan = Planners.Find(name)!.Plan(state);
            return plan.Quotas.All(quota => quota.Planned == plan.Requests.Where(request => request.Task == quota.Task).Sum(request => request.Count))
                && plan.Quotas.Sum(quota => quota.Planned) + plan.Unplanned == state.Settings.Size
                && plan.Requests.All(request => request.Count >= 1 && request.Count <= state.Settings.InstructionsPerRequest)
                && plan.Requests.DistinctBy(request => request.Id).Count() == plan.Requests.Count;
        });
    }

    [TestMethod]
    [DynamicData(nameof(EveryPlanner))]
    public void Plan_AnyRound_ShowsExamplesOfTheRequestedCellOnce(string name)
    {
        RoundStates.Any.Sample(state =>
        {
            Dictionary<string, TaskCell> cells = state.Pool.ToDictionary(entry => entry.Id, entry => entry.Cell);
            return Planners.Find(name)!.Plan(state).Requests.All(request =>
                request.InContextExampleIds.Distinct().Count() == request.InContextExampleIds.Count
                && request.InContextExampleIds.Count <= state.Settings.ExamplesInContext
                && request.InContextExampleIds.All(id => cells[id] == new TaskCell(request.Task, request.Family, request.Level)));
        });
    }

    [TestMethod]
    [DynamicData(nameof(EveryPlanner))]
    public void Plan_InputInAnotherOrder_GivesTheSame(string name)
    {
        RoundStates.Any.Sample(state =>
        {
            RoundState reversed = state with
            {
                Pool = [.. state.Pool.Reverse()],
                Judgements = state.Judgements.Reverse().ToDictionary(pair => pair.Key, pair => pair.Value),
                Settings = state.Settings with { Expandable = [.. state.Settings.Expandable.Reverse()], TaskMix = new TaskMix(state.Settings.TaskMix.Shares.Reverse()) },
            };
            return Json(Planners.Find(name)!.Plan(state)) == Json(Planners.Find(name)!.Plan(reversed));
        });
    }

    [TestMethod]
    [DynamicData(nameof(EveryPlanner))]
    public void Plan_AnyRound_NamesNoExampleTwice(string name)
    {
        RoundStates.Any.Sample(state =>
        {
            IReadOnlyList<string> ids = Planners.Find(name)!.Plan(state).HardExampleIds;
            return ids.Distinct().Count() == ids.Count && ids.All(id => state.Pool.Any(entry => entry.Id == id));
        });
    }

    [TestMethod]
    public void Plan_OfBothPlanners_HasTheSameQuotas()
    {
        RoundStates.Any.Sample(state =>
            Planners.Find("tapir")!.Plan(state).Quotas.SequenceEqual(Planners.Find("random")!.Plan(state).Quotas));
    }

    [TestMethod]
    public void Plan_OfRandom_DoesNotDependOnTheJudgements()
    {
        RoundStates.Any.Sample(state =>
        {
            RoundState unjudged = state with { Judgements = new Dictionary<string, Judgement>() };
            RoundPlan plan = Planners.Find("random")!.Plan(state);
            RoundPlan blind = Planners.Find("random")!.Plan(unjudged);
            return plan.HardExampleIds.SequenceEqual(blind.HardExampleIds) && Json(plan.Requests) == Json(blind.Requests);
        });
    }

    [TestMethod]
    [DynamicData(nameof(EveryPlanner))]
    public void Plan_Serialised_ComesBackTheSame(string name)
    {
        RoundStates.Any.Sample(state =>
        {
            string json = Json(Planners.Find(name)!.Plan(state));
            return Json(JsonSerializer.Deserialize<RoundPlan>(json)!) == json;
        });
    }

    [TestMethod]
    public void Plan_OneIdTwiceInThePool_IsRefusedByName()
    {
        RoundState state = RoundStates.Of([(RoundStates.Cell(0, 1), RoundStates.Wrong)], 4);

        ArgumentException wrong = Assert.ThrowsExactly<ArgumentException>(
            () => Planners.Find("tapir")!.Plan(state with { Pool = [state.Pool[0], state.Pool[0]] }));

        StringAssert.Contains(wrong.Message, "e000");
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);
}
