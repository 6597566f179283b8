using System.Text.Json;
using CsCheck;
using Tapir.Curriculum.Selection;

namespace Tapir.Curriculum.Tests.Selection;

[TestClass]
public sealed class SelectorTests
{
    private static readonly Gen<double> Score = Gen.Int[2, 20].Select(halves => halves / 2.0);

    private static readonly Gen<Judgement> AnyJudgement = Gen.OneOf<Judgement>(
        Gen.Select(Score, Score).Select(pair => (Judgement)Judged(pair.Item1, pair.Item2)),
        Gen.Const((Judgement)new Unscored("no verdict in the reply")));

    private static readonly Gen<Dictionary<string, Judgement>> AnyJudgements =
        AnyJudgement.Array[0, 40].Select(all => all.Select((one, at) => (one, at)).ToDictionary(pair => $"e{pair.at}", pair => pair.one));

    private static readonly Gen<double> AnyThreshold = Gen.Int[-20, 18].Select(halves => halves / 2.0);

    [TestMethod]
    public void Select_TeacherMuchBetter_IsHard()
    {
        SelectionResult result = Selector.Select(One(Judged(9, 4)), Threshold.Default);

        Assert.HasCount(1, result.Hard);
        Assert.AreEqual(5, result.Hard[0].Difficulty.Gap);
    }

    [TestMethod]
    public void Select_StudentMuchBetter_IsNotHard()
    {
        Assert.IsEmpty(Selector.Select(One(Judged(4, 9)), Threshold.Default).Hard);
    }

    [TestMethod]
    public void Select_GapEqualToTheThreshold_IsNotHard()
    {
        Assert.IsEmpty(Selector.Select(One(Judged(9, 7)), Threshold.Default).Hard);
    }

    [TestMethod]
    public void Select_Unscored_IsLeftOutAndNamed()
    {
        SelectionResult result = Selector.Select(One(new Unscored("not JSON")), new Threshold(-10));

        Assert.IsEmpty(result.Hard);
        Assert.AreEqual(0, result.ScoredCount);
        CollectionAssert.AreEqual(new[] { "e" }, result.UnscoredIds.ToArray());
    }

    [TestMethod]
    public void Select_LowerThreshold_SelectsAllThatAHigherOneDoes()
    {
        Gen.Select(AnyJudgements, AnyThreshold, AnyThreshold).Sample((judgements, one, other) =>
        {
            HashSet<string> strict = [.. Ids(judgements, Math.Max(one, other))];
            return strict.IsSubsetOf(Ids(judgements, Math.Min(one, other)));
        });
    }

    [TestMethod]
    public void Select_LowestThreshold_SelectsEverythingScored()
    {
        AnyJudgements.Sample(judgements =>
        {
            SelectionResult result = Selector.Select(judgements, new Threshold(-10));
            return result.Hard.Count == result.ScoredCount && result.ScoredCount + result.UnscoredIds.Count == judgements.Count;
        });
    }

    [TestMethod]
    public void Select_AnotherOrderOfTheInput_GivesTheSame()
    {
        AnyJudgements.Sample(judgements => Ids(judgements, 2).SequenceEqual(Ids(judgements.Reverse(), 2)));
    }

    [TestMethod]
    public void Json_OfEitherState_ComesBackAsItWas()
    {
        Judgement[] both = [Judged(9.5, 1), new Unscored("no number")];

        string json = JsonSerializer.Serialize(both);

        CollectionAssert.AreEqual(both, JsonSerializer.Deserialize<Judgement[]>(json));
        StringAssert.Contains(json, """{"$type":"scored","Teacher":9.5,"Student":1}""");
    }

    [TestMethod]
    [DataRow(0.5)]
    [DataRow(10.5)]
    [DataRow(double.NaN)]
    public void JudgeScore_OutOfRange_IsRefused(double value)
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new JudgeScore(value));
    }

    [TestMethod]
    public void GapDistribution_OfMixedJudgements_CountsBinsAndUnscored()
    {
        GapDistribution spread = GapDistribution.Of([Judged(10, 1), Judged(8, 8), new Unscored("x")]);

        Assert.AreEqual(4.5, spread.MeanGap);
        Assert.AreEqual(1, spread.Unscored);
        Assert.AreEqual(1, spread.Bins[18]);
        Assert.AreEqual(1, spread.Bins[9]);
    }

    private static IEnumerable<string> Ids(IEnumerable<KeyValuePair<string, Judgement>> judgements, double threshold) =>
        Selector.Select(judgements, new Threshold(threshold)).Hard.Select(hard => hard.Id);

    private static Dictionary<string, Judgement> One(Judgement judgement) => new() { ["e"] = judgement };

    private static Scored Judged(double teacher, double student) => new(new JudgeScore(teacher), new JudgeScore(student));
}
