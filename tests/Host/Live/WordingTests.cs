using Tapir.Host.Live;

namespace Tapir.Host.Tests.Live;

[TestClass]
public sealed class WordingTests
{
    [TestMethod]
    [DataRow(0.04, "0.0 s")]
    [DataRow(59.9, "59.9 s")]
    [DataRow(59.97, "1 min 00 s")]
    [DataRow(61, "1 min 01 s")]
    [DataRow(3600, "1 h 00 min")]
    [DataRow(100_000, "27 h 46 min")]
    public void Duration_Seconds_AreWrittenForPeople(double seconds, string text) => Assert.AreEqual(text, Wording.Duration(TimeSpan.FromSeconds(seconds)));

    [TestMethod]
    public void Accuracy_Share_IsAPercentageWithItsInterval() => Assert.AreEqual("12.3 % (10.0 to 15.1)", Wording.Accuracy(0.1234, 0.1, 0.1512));

    [TestMethod]
    public void Calls_NothingYet_IsEmpty() => Assert.AreEqual("", Wording.Calls(new CallLine("run", "f", 0, 0, 0, 0, TimeSpan.Zero, null, null)));

    [TestMethod]
    public void Calls_OfEveryKind_AreNamed() =>
        Assert.AreEqual("1,000 done, 2 CACHED, 3 failed, 4 running", Wording.Calls(new CallLine("run", "f", 4, 1000, 2, 3, TimeSpan.Zero, null, null)));
}
