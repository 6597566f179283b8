using Tapir.Curriculum.Assembly;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Preference;
using Tapir.Curriculum.Selection;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Tests.Preference;

[TestClass]
public sealed class PairSelectorTests
{
    private static readonly PairLimits Wide = new(Threshold.Default, 100, 1_000_000);

    [TestMethod]
    public void Select_TeacherBetterByMoreThanTheThreshold_IsChosenAgainstTheStudentsOwn()
    {
        PairSelection selection = Select([Judged("a", student: 7.5), Judged("b", student: 8), Judged("c", student: 10)]);

        PreferencePair pair = selection.Pairs.Single();
        Assert.AreEqual(("a", "teacher on a", "student on a in round 1"), (pair.Id, pair.Chosen, pair.Rejected));
        Assert.AreEqual((10, 7.5, 1), (pair.ChosenScore.Value, pair.RejectedScore.Value, pair.Round));
        Assert.IsEmpty(selection.LeftOut);
    }

    [TestMethod]
    public void Select_JudgedInSeveralRounds_OnlyTheLastJudgementCounts()
    {
        PairSelection selection = Select([Judged("learnt", 1, round: 1), Judged("learnt", 10, round: 3), Judged("unlearnt", 10, round: 1), Judged("unlearnt", 1, round: 2)]);

        Assert.AreEqual(("unlearnt", 2), (selection.Pairs.Single().Id, selection.Pairs[0].Round));
    }

    [TestMethod]
    public void Select_HeldOutInstruction_IsInNoPair()
    {
        HeldOutSet heldOut = new(["  SAY a. "], overlap: null);

        PairSelection selection = PairSelector.Select([Judged("a", 1), Judged("b", 1)], Wide, heldOut, Length, seed: 1);

        Assert.AreEqual("b", selection.Pairs.Single().Id);
        Assert.AreEqual(1, selection.LeftOut[PairSelector.HeldOut]);
    }

    [TestMethod]
    public void Select_SameAnswerTwiceOrTooLong_IsLeftOutAndCounted()
    {
        JudgedAnswer same = Judged("same", 1) with { Answer = "teacher on same" };
        PreferencePair longest = PreferencePair.Of(Judged("long", 1));

        PairSelection selection = PairSelector.Select(
            [same, Judged("long", 1), Judged("short", 1)], Wide, new HeldOutSet([], null), pair => pair.Id == longest.Id ? new PairLengths(10, 101) : new PairLengths(10, 100), seed: 1);

        Assert.AreEqual("short", selection.Pairs.Single().Id);
        Assert.AreEqual(1, selection.LeftOut[PairSelector.Same]);
        Assert.AreEqual(1, selection.LeftOut[PairSelector.TooLong]);
    }

    [TestMethod]
    public void Select_MorePairsThanTokens_TakesThoseOfTheLastRoundFirst()
    {
        JudgedAnswer[] judged = [.. Enumerable.Range(0, 10).Select(i => Judged($"early-{i}", 1, round: 1)), .. Enumerable.Range(0, 10).Select(i => Judged($"late-{i}", 1, round: 2))];

        PairSelection selection = PairSelector.Select(judged, Wide with { Tokens = 315 }, new HeldOutSet([], null), Length, seed: 1);

        Assert.HasCount(15, selection.Pairs);
        Assert.IsTrue(selection.Pairs.Take(10).All(pair => pair.Round == 2));
        Assert.AreEqual(300, selection.Tokens);
        Assert.AreEqual(5, selection.LeftOut[PairSelector.BeyondTokens]);
    }

    [TestMethod]
    public void Select_SameSeed_DoesNotDependOnTheOrderOfTheJudgements()
    {
        JudgedAnswer[] judged = [.. Enumerable.Range(0, 30).Select(i => Judged($"{i}", 1))];

        string[] ids = Ids(judged, seed: 1);

        Assert.AreSequenceEqual(ids, Ids([.. judged.Reverse()], seed: 1));
        Assert.AreNotEqual(string.Join(' ', ids), string.Join(' ', Ids(judged, seed: 2)));
    }

    private static string[] Ids(JudgedAnswer[] judged, long seed) =>
        [.. PairSelector.Select(judged, Wide, new HeldOutSet([], null), Length, seed).Pairs.Select(pair => pair.Id)];

    private static PairSelection Select(JudgedAnswer[] judged) => PairSelector.Select(judged, Wide, new HeldOutSet([], null), Length, seed: 1);

    private static PairLengths Length(PreferencePair pair) => new(10, 10);

    private static JudgedAnswer Judged(string id, double student, int round = 1) => new(
        round,
        new Example(id, $"Say {id}.", $"teacher on {id}", new TaskLabel("Math"), null, null, ExampleOrigins.Seed, null),
        $"student on {id} in round {round}",
        false,
        new FittingDifficulty(new JudgeScore(10), new JudgeScore(student)));
}
