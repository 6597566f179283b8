using Tapir.Host.Specs;

namespace Tapir.Host.Tests.Specs;

[TestClass]
public sealed class DurationTests
{
    [TestMethod]
    [DataRow("250ms", 0.25)]
    [DataRow("30s", 30)]
    [DataRow("1.5m", 90)]
    [DataRow(" 24 h ", 86_400)]
    [DataRow("7d", 604_800)]
    [DataRow("00:10:00", 600)]
    [DataRow("1.01:00:00", 90_000)]
    public void TryParse_NumberAndUnit_IsThatLong(string text, double seconds)
    {
        Assert.IsTrue(Duration.TryParse(text, out TimeSpan duration));
        Assert.AreEqual(TimeSpan.FromSeconds(seconds), duration);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("24")]
    [DataRow("h")]
    [DataRow("-5s")]
    [DataRow("-00:10:00")]
    [DataRow("10:00")]
    [DataRow("25:00:00")]
    [DataRow("5 weeks")]
    [DataRow("1.2.3s")]
    [DataRow("99999999999999999d")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.IsFalse(Duration.TryParse(text, out _));

    [TestMethod]
    [DataRow("250ms")]
    [DataRow("90s")]
    [DataRow("24h")]
    [DataRow("7d")]
    public void Write_WhatWasParsed_ParsesToTheSame(string text)
    {
        Assert.IsTrue(Duration.TryParse(text, out TimeSpan duration));
        Assert.IsTrue(Duration.TryParse(Duration.Write(duration), out TimeSpan again));
        Assert.AreEqual(duration, again);
    }
}
