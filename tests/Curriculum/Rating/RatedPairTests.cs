using Tapir.Curriculum.Rating;

namespace Tapir.Curriculum.Tests.Rating;

[TestClass]
public sealed class RatedPairTests
{
    [TestMethod]
    [DataRow("0,3", "S_0", "S_3")]
    [DataRow(" 3 , 0 ", "S_0", "S_3")]
    [DataRow("3,teacher", "teacher", "S_3")]
    [DataRow("teacher,10", "teacher", "S_10")]
    [DataRow("3-preference,0", "S_0", "S_3 + preference")]
    [DataRow("3-preference,3", "S_3", "S_3 + preference")]
    [DataRow("3-preference,teacher", "teacher", "S_3 + preference")]
    public void Parse_TwoInAnyOrder_MeasuresTheLaterStudent(string text, string baseline, string candidate)
    {
        RatedPair pair = RatedPair.Parse(text);

        Assert.AreEqual((baseline, candidate), (pair.Baseline.Name, pair.Candidate.Name));
        Assert.AreEqual(pair, RatedPair.Parse(pair.ToString()));
    }

    [TestMethod]
    [DataRow("3")]
    [DataRow("0,1,2")]
    [DataRow("0,0")]
    [DataRow("teacher,teacher")]
    [DataRow("0,-1")]
    [DataRow("0,student")]
    [DataRow("0,-preference")]
    [DataRow("3-preference,3-preference")]
    [DataRow("")]
    public void Parse_AnythingElse_IsRefused(string text) => Assert.ThrowsExactly<FormatException>(() => RatedPair.Parse(text));
}
