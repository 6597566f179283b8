using Tapir.Host.Rating;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Rating;

[TestClass]
public sealed class RaterNameTests
{
    [TestMethod]
    public void Parse_Name_IsKeptWithoutSpaceAround() => Assert.AreEqual("Änne 王", RaterName.Parse("  Änne 王 "));

    [TestMethod]
    [DataRow(null)]
    [DataRow("  ")]
    [DataRow("a\u001b[31mb")]
    [DataRow("a\nb")]
    [DataRow("\u202eabc")]
    [DataRow("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public void Parse_WhatIsNoName_IsRefused(string? text) => Assert.ThrowsExactly<StateException>(() => RaterName.Parse(text));
}
