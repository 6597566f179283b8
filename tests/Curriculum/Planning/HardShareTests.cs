using System.Text.Json;
using Tapir.Curriculum.Planning;

namespace Tapir.Curriculum.Tests.Planning;

[TestClass]
public sealed class HardShareTests
{
    [TestMethod]
    public void InRound_ThePapersSteps_Are03And05And07()
    {
        double[] shares = [.. Enumerable.Range(1, 3).Select(round => HardShare.InRound(round, new HardShare(0.3), 0.2).Value)];

        CollectionAssert.AreEqual(new[] { 0.3, 0.5, 0.7 }, shares);
    }

    [TestMethod]
    public void Next_PastOne_StaysAtOne()
    {
        Assert.AreEqual(1, new HardShare(0.9).Next(0.2).Value);
    }

    [TestMethod]
    public void New_OutOfRange_IsRefused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new HardShare(1.01));
    }

    [TestMethod]
    public void Json_OfShare_IsAPlainNumber()
    {
        Assert.AreEqual("0.5", JsonSerializer.Serialize(new HardShare(0.5)));
        Assert.ThrowsExactly<JsonException>(() => JsonSerializer.Deserialize<HardShare>("2"));
    }
}
