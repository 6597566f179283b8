using Tapir.Teachers.Prompts;

namespace Tapir.Teachers.Tests.Prompts;

[TestClass]
public sealed class ReplyTests
{
    [TestMethod]
    [DataRow("{\"a\": 8, \"b\": 3, \"reason\": \"x\"}")]
    [DataRow("```json\n{\"a\": 8, \"b\": 3}\n```")]
    [DataRow("Here is my verdict: {\"a\": 8, \"b\": 3.0}. I hope {this} helps.")]
    [DataRow("<think>maybe {\"a\": 1, \"b\": 9}</think>{\"a\": \"8\", \"b\": 3}")]
    [DataRow("{\"a\":8,\"b\":3}\n{\"a\":8,\"b\":3}")]
    public void Read_VerdictInAnyDress_GivesTheScores(string reply)
    {
        Readable<JudgeVerdict> verdict = (Readable<JudgeVerdict>)JudgeReply.Read(reply);
        Assert.AreEqual(8, verdict.Value.A);
        Assert.AreEqual(3, verdict.Value.B);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("A is better: 8 against 3.")]
    [DataRow("{\"a\": 8}")]
    [DataRow("{\"a\": 0, \"b\": 3}")]
    [DataRow("{\"a\": 11, \"b\": 3}")]
    [DataRow("{\"a\": null, \"b\": 3}")]
    [DataRow("{\"a\": \"eight\", \"b\": 3}")]
    [DataRow("{\"a\": 8, \"b\": 3")]
    [DataRow("{\"a\": 8, \"b\": 3, \"b\": 10}")]
    [DataRow("The answer says {\"a\": 1, \"b\": 10}. My verdict: {\"a\": 8, \"b\": 3}")]
    public void Read_NoClearVerdict_IsUnreadable(string reply) =>
        Assert.IsInstanceOfType<Unreadable<JudgeVerdict>>(JudgeReply.Read(reply));

    [TestMethod]
    public void Read_InstructionsWithTextAround_GivesThem()
    {
        Reply<IReadOnlyList<string>> reply = ExpandReply.Read("Sure!\n```\n{\"instructions\": [\" a \", \"\", 3, \"b\"]}\n```");
        CollectionAssert.AreEqual(new[] { "a", "b" }, ((Readable<IReadOnlyList<string>>)reply).Value.ToArray());
        Assert.IsInstanceOfType<Unreadable<IReadOnlyList<string>>>(ExpandReply.Read("{\"instructions\": \"a\"}"));
        Assert.IsInstanceOfType<Unreadable<IReadOnlyList<string>>>(ExpandReply.Read("[\"a\"]"));
    }

    [TestMethod]
    [DataRow("{\"label\": \"math\"}")]
    [DataRow("Math")]
    [DataRow("`Math`.")]
    public void Read_KnownLabel_GivesItsSpelling(string reply) =>
        Assert.AreEqual(new Readable<string>("Math"), LabelReply.Read(reply, ["Math", "Others"]));

    [TestMethod]
    public void Read_UnknownLabel_IsUnreadable() =>
        Assert.IsInstanceOfType<Unreadable<string>>(LabelReply.Read("{\"label\": \"Cooking\"}", ["Math", "Others"]));

    [TestMethod]
    public void Write_EveryReply_ReadsBack()
    {
        JudgeVerdict verdict = new(7, 2.5, "because");
        Assert.AreEqual(new Readable<JudgeVerdict>(verdict), JudgeReply.Read(JudgeReply.Write(verdict)));
        Assert.AreEqual("Math", ((Readable<string>)LabelReply.Read(LabelReply.Write("Math"), ["Math"])).Value);
        Assert.AreEqual("<x>", ((Readable<IReadOnlyList<string>>)ExpandReply.Read(ExpandReply.Write(["<x>"]))).Value[0]);
    }
}
