using Tapir.Teachers.Judging;

namespace Tapir.Teachers.Tests.Judging;

[TestClass]
public sealed class ReferenceJudgeTests
{
    [TestMethod]
    [DataRow("He pays 3 * 400.\n#### 1,200", "3 * 400 = 1200\nAnswer: 1200")]
    [DataRow("Answer: 1200", "So it is $1,200.00.")]
    [DataRow("Answer: 1200", "**Answer:** 1200 dollars")]
    [DataRow("Answer: 1200", "Therefore \\boxed{1200}")]
    [DataRow("42", "The result is 42")]
    [DataRow("Steps.\nAnswer: Ann, Bob", "Final answer: ann, bob.")]
    [DataRow("Answer: -3.50", "Answer: -3.5")]
    [DataRow("手順。\nAnswer: 東京", "答えは\nAnswer: 東京")]
    public void Score_SameFinalResult_IsTen(string recorded, string student) =>
        Assert.AreEqual(10, ReferenceJudge.Score(recorded, student).Value);

    [TestMethod]
    [DataRow("Answer: 1200", "1200 at first, then\nAnswer: 1300")]
    [DataRow("Answer: 1200", "")]
    [DataRow("Answer: 1200", "I do not know")]
    [DataRow("#### 12", "Answer: 12 or 13")]
    [DataRow("Answer: Ann, Bob", "Answer: Bob, Ann")]
    public void Score_OtherFinalResult_IsOne(string recorded, string student) =>
        Assert.AreEqual(1, ReferenceJudge.Score(recorded, student).Value);

    [TestMethod]
    public void Score_NoFinalResult_FollowsTheOverlap()
    {
        const string Recorded = "Water boils when its vapour pressure reaches that of the air.";
        Assert.AreEqual(10, ReferenceJudge.Score(Recorded, Recorded).Value, 1e-9);
        Assert.AreEqual(1, ReferenceJudge.Score(Recorded, "").Value, 1e-9);
        double half = ReferenceJudge.Score(Recorded, "Water boils when it is hot.").Value;
        Assert.IsGreaterThan(1, half);
        Assert.IsLessThan(10, half);
    }
}
