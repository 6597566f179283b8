using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Selection;
using Tapir.Orchestrations.Judging;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Specs;

namespace Tapir.Activities.Tests.Reviewing;

[TestClass]
public sealed class ReviewActivitiesTests
{
    [TestMethod]
    public async Task ShowSelection_MoreSelectedThanWanted_ShowsSelectedOnesWithScoresAndWhy()
    {
        await using ActivityHouse house = new();
        ShowSelection input = await house.InputOfAsync<ShowSelection>("reviewing.show-selection");
        HashSet<string> selected = [.. (await house.Artifacts.ReadJsonAsync<RoundPlan>(input.Plan)).HardExampleIds];

        ReviewSample sample = await house.Runner.RunAsync(ReviewFunctions.ShowSelection, input, "run-1:round-1");

        IReadOnlyList<ReviewItem> items = await house.Artifacts.ReadAllLinesAsync<ReviewItem>(sample.Items);
        Assert.HasCount(6, items);
        Assert.AreEqual((6, selected.Count), (sample.Count, sample.Of));
        foreach (ReviewItem item in items)
        {
            Assert.Contains(item.Id, selected);
            Assert.AreEqual("S_0", item.Students.Single().Student);
            double? gap = item.TeacherScore - item.Students.Single().Score;
            StringAssert.StartsWith(item.Why, gap is null ? "selected: the judge gave no score" : "selected: the teacher scored 10, the student ");
            Assert.AreEqual(gap is 9, item.Why.EndsWith("the gap of 9 is above 2", StringComparison.Ordinal), item.Why);
            Assert.AreEqual(gap is 0, item.Why.EndsWith("the gap of 0 is not above 2", StringComparison.Ordinal), item.Why);
        }
    }

    [TestMethod]
    public async Task ShowSelection_FewerSelectedThanWanted_ShowsThemAllAndThenWhatWasNot()
    {
        await using ActivityHouse house = new();
        ShowSelection input = await house.InputOfAsync<ShowSelection>("reviewing.show-selection");
        RoundPlan plan = await house.Artifacts.ReadJsonAsync<RoundPlan>(input.Plan);
        HashSet<string> judged = [.. (await house.Artifacts.ReadAllLinesAsync<ScoredAnswer>(input.Scores[0])).Select(answer => answer.Id)];
        int selected = plan.HardExampleIds.Count(judged.Contains);

        ReviewSample sample = await house.Runner.RunAsync(ReviewFunctions.ShowSelection, input with { Count = 1000 }, "run-1:round-1");

        IReadOnlyList<ReviewItem> items = await house.Artifacts.ReadAllLinesAsync<ReviewItem>(sample.Items);
        Assert.HasCount(judged.Count, items);
        Assert.IsGreaterThan(0, selected);
        Assert.IsTrue(items.Take(selected).All(item => item.Why.StartsWith("selected: ", StringComparison.Ordinal)));
        Assert.IsTrue(items.Skip(selected).All(item => item.Why.StartsWith("not selected: ", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task ShowTraining_Set_SaysWhatIsFromThePoolAndWhatNewOnesWereWrittenAfter()
    {
        await using ActivityHouse house = new();
        ShowTraining input = await house.InputOfAsync<ShowTraining>("reviewing.show-training");
        IReadOnlyList<Example> set = await house.Artifacts.ReadAllLinesAsync<Example>(input.TrainingSet);
        Dictionary<string, Judgement> judged = (await house.Artifacts.ReadAllLinesAsync<ScoredAnswer>(input.Scores[0])).ToDictionary(answer => answer.Id, answer => answer.Judgement);

        ReviewSample sample = await house.Runner.RunAsync(ReviewFunctions.ShowTraining, input with { Count = 1000 }, "run-1:round-1");

        Dictionary<string, ReviewItem> items = (await house.Artifacts.ReadAllLinesAsync<ReviewItem>(sample.Items)).ToDictionary(item => item.Id);
        Assert.AreEqual(set.Count, sample.Of);
        Assert.AreEqual(set.DistinctBy(example => example.Id).Count(), items.Count);
        foreach (Example example in set)
        {
            string why = example.Origin == ExampleOrigins.Expanded ? "new: written " : judged.GetValueOrDefault(example.Id) is Scored ? "from the pool: a gap of " : "from the pool";
            StringAssert.StartsWith(items[example.Id].Why, why);
            Assert.AreEqual(judged.ContainsKey(example.Id) ? 1 : 0, items[example.Id].Students.Count);
        }

        Assert.IsTrue(items.Values.Any(item => item.Why.StartsWith("new: written after \"", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task ShowExport_HeldOut_ShowsBothStudentsBesideTheTeacher()
    {
        await using ActivityHouse house = new();

        ReviewSample sample = await house.Runner.RunAsync(ReviewFunctions.ShowExport, await house.InputOfAsync<ShowExport>("reviewing.show-export"), "run-1");

        IReadOnlyList<ReviewItem> items = await house.Artifacts.ReadAllLinesAsync<ReviewItem>(sample.Items);
        Assert.AreEqual((6, 130), (items.Count, sample.Of));
        Assert.IsTrue(items.All(item => item.Teacher.Length > 0 && item.Students.Select(answer => answer.Student).SequenceEqual(["S_0", "S_1"])));
    }

    [TestMethod]
    public async Task Show_SameSeed_ShowsTheSameAndAnotherSeedOthers()
    {
        await using ActivityHouse house = new();
        ShowExport input = await house.InputOfAsync<ShowExport>("reviewing.show-export");

        ReviewSample first = await house.Runner.RunAsync(ReviewFunctions.ShowExport, input, "run-1");
        ReviewSample again = await house.Runner.RunAsync(ReviewFunctions.ShowExport, input, "run-2");
        ReviewSample other = await house.Runner.RunAsync(ReviewFunctions.ShowExport, input with { RandomSeed = 8 }, "run-1");

        Assert.AreEqual(first, again);
        Assert.AreNotEqual(first.Items, other.Items);
    }

    [TestMethod]
    public async Task Recall_ApprovedBefore_IsFoundForTheSamePointRoundSampleAndRunAlone()
    {
        await using ActivityHouse house = new();
        ArtifactRef sample = await house.Artifacts.PutBytesAsync(new byte[] { 1 });
        ArtifactRef other = await house.Artifacts.PutBytesAsync(new byte[] { 2 });
        ReviewDecision approval = new(ReviewPoint.Selection, 1, ReviewVerdict.Approve, "fine", "anna", DateTimeOffset.UnixEpoch, sample);
        RecordedReview recorded = await house.Runner.RunAsync(ReviewFunctions.Record, approval, "run-1:round-1");

        Assert.AreEqual(approval, await house.Artifacts.ReadJsonAsync<ReviewDecision>(recorded.Record));
        Assert.AreEqual(recorded, await RecallAsync(house, "run-1:round-1", new RecallReview(ReviewPoint.Selection, 1, sample)));
        Assert.IsNull(await RecallAsync(house, "run-1:round-1", new RecallReview(ReviewPoint.Training, 1, sample)));
        Assert.IsNull(await RecallAsync(house, "run-1:round-1", new RecallReview(ReviewPoint.Selection, 2, sample)));
        Assert.IsNull(await RecallAsync(house, "run-1:round-1", new RecallReview(ReviewPoint.Selection, 1, other)));
        Assert.IsNull(await RecallAsync(house, "run-2:round-1", new RecallReview(ReviewPoint.Selection, 1, sample)));
    }

    [TestMethod]
    public async Task Recall_RejectedLast_IsAskedAgain()
    {
        await using ActivityHouse house = new();
        ArtifactRef sample = await house.Artifacts.PutBytesAsync(new byte[] { 1 });
        ReviewDecision decision = new(ReviewPoint.Export, 2, ReviewVerdict.Approve, null, "anna", DateTimeOffset.UnixEpoch, sample);
        await house.Runner.RunAsync(ReviewFunctions.Record, decision, "run-1");
        await house.Runner.RunAsync(ReviewFunctions.Record, decision with { Verdict = ReviewVerdict.Reject }, "run-1");

        Assert.IsNull(await RecallAsync(house, "run-1", new RecallReview(ReviewPoint.Export, 2, sample)));
    }

    [TestMethod]
    public async Task Record_CalledAgainWithTheSameDecision_IsOneLine()
    {
        await using ActivityHouse house = new();
        ArtifactRef sample = await house.Artifacts.PutBytesAsync(new byte[] { 1 });
        ReviewDecision decision = new(ReviewPoint.Training, 1, ReviewVerdict.Approve, "größer, \"so\"", "anna", new DateTimeOffset(2026, 3, 4, 5, 6, 7, 891, TimeSpan.Zero).AddTicks(1234), sample);

        // As after a kill between the line and the answer to the hub.
        RecordedReview first = await house.Runner.RunAsync(ReviewFunctions.Record, decision, "run-1:round-1");
        RecordedReview again = await house.Runner.RunAsync(ReviewFunctions.Record, decision, "run-1:round-1");
        await house.Runner.RunAsync(ReviewFunctions.Record, decision with { Note = "once more" }, "run-1:round-1");

        Assert.AreEqual(first, again);
        Assert.HasCount(2, await File.ReadAllLinesAsync(Path.Combine(house.RunFolder("run-1"), "reviews.jsonl")));
    }

    private static async Task<RecordedReview?> RecallAsync(ActivityHouse house, string instance, RecallReview input) =>
        (await house.Runner.RunAsync(ReviewFunctions.Recall, input, instance)).Review;
}
