using Tapir.Activities.Expansion;
using Tapir.Teachers.Writing;

namespace Tapir.Activities.Tests.Expansion;

[TestClass]
public sealed class AnswerFilterTests
{
    private readonly AnswerFilter filter = new();

    [TestMethod]
    public void FaultOf_GoodAnswer_IsNone() => Assert.IsNull(FaultOf("Because air scatters blue light."));

    [TestMethod]
    public void FaultOf_TooLongByAnyNumberOfWords_IsCountedUnderOneReason()
    {
        string[] faults = [.. Enumerable.Range(5_000, 20).Select(words => FaultOf(string.Join(' ', Enumerable.Range(0, words)))!)];

        Assert.AreSequenceEqual(["too long"], faults.Distinct().ToArray());
    }

    [TestMethod]
    [DataRow("", false, "too short")]
    [DataRow("Because air", true, "breaks off")]
    [DataRow("```\nprint(1)", false, "breaks off")]
    [DataRow("why is the sky blue?", false, "echo of the prompt")]
    [DataRow("blue\nblue\nblue\nblue\nblue\nblue", false, "degenerate")]
    public void FaultOf_BadAnswer_IsInTheWordsOfInstructions(string text, bool reachedLimit, string reason) => Assert.AreEqual(reason, FaultOf(text, reachedLimit));

    private string? FaultOf(string text, bool reachedLimit = false) => filter.FaultOf("Why is the sky blue?", new Answered(text, reachedLimit));
}
