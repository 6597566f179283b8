using Tapir.Curriculum.Filtering;

namespace Tapir.Curriculum.Tests.Filtering;

[TestClass]
public sealed class QualityFilterTests
{
    private static readonly QualityFilter Filter = new(new QualityOptions());

    [TestMethod]
    [DataRow("Name three rivers of Spain.")]
    [DataRow("Count the vowels in the word \"an\".")]
    [DataRow("What is 12 + 30?")]
    [DataRow("日本の首都はどこですか。")]
    [DataRow("Sort these letters: c b a")]
    [DataRow("Sort these words: pear apple the")]
    [DataRow("Fix this code:\n```python\nprint(1\n```")]
    [DataRow("Explain what \"attached\" means in law.")]
    public void CheckInstruction_GoodOne_HasNoFault(string instruction)
    {
        Assert.IsNull(Filter.CheckInstruction(instruction, ["Name two rivers."]));
    }

    [TestMethod]
    [DataRow("Why?", RejectionReason.TooShort)]
    [DataRow("", RejectionReason.TooShort)]
    [DataRow("Sort these words: pear, apple,", RejectionReason.Truncated)]
    [DataRow("Write a story about a dog and the", RejectionReason.Truncated)]
    [DataRow("Fix this code:\n```python\nprint(1", RejectionReason.Truncated)]
    [DataRow("name TWO  rivers.", RejectionReason.Echo)]
    [DataRow("{\"instructions\": [\"Add 3 and 4\"]}", RejectionReason.Echo)]
    [DataRow("Here are 5 new instructions in the same style", RejectionReason.Echo)]
    [DataRow("Describe the picture above in two sentences.", RejectionReason.NeedsAttachment)]
    public void CheckInstruction_BadOne_SaysWhy(string instruction, RejectionReason reason)
    {
        Assert.AreEqual(reason, Filter.CheckInstruction(instruction, ["Name two rivers."])?.Reason);
    }

    [TestMethod]
    public void CheckInstruction_EndlessOne_IsTooLong()
    {
        Assert.AreEqual(RejectionReason.TooLong, Filter.CheckInstruction(string.Join(' ', Enumerable.Repeat("word", 601)), [])?.Reason);
    }

    [TestMethod]
    [DataRow("Answer: 7")]
    [DataRow("7")]
    [DataRow("```\nx = 1\n```")]
    public void CheckResponse_GoodOne_HasNoFault(string response)
    {
        Assert.IsNull(Filter.CheckResponse("What is 3 + 4?", response, reachedLimit: false));
    }

    [TestMethod]
    [DataRow("  ", RejectionReason.TooShort)]
    [DataRow("```\nx = 1", RejectionReason.Truncated)]
    [DataRow("what is 3 + 4?", RejectionReason.Echo)]
    [DataRow("So\nno\nno\nno\nno\nno\nno", RejectionReason.Degenerate)]
    public void CheckResponse_BadOne_SaysWhy(string response, RejectionReason reason)
    {
        Assert.AreEqual(reason, Filter.CheckResponse("What is 3 + 4?", response, reachedLimit: false)?.Reason);
    }

    [TestMethod]
    public void CheckResponse_CutAtTheLimit_IsTruncated()
    {
        Assert.AreEqual(RejectionReason.Truncated, Filter.CheckResponse("What is 3 + 4?", "First", reachedLimit: true)?.Reason);
    }
}
