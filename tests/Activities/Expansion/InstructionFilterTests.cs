using Tapir.Activities.Expansion;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Tasks;

namespace Tapir.Activities.Tests.Expansion;

[TestClass]
public sealed class InstructionFilterTests
{
    private readonly InstructionFilter filter = new(
        [Instruction("pool", "Name three rivers that flow through the city of Vienna.")],
        [Instruction("held-out", "Name two mountains that can be seen from Tokyo.")],
        nearDuplicate: 0.7);

    [TestMethod]
    public void Accept_NewInstruction_IsAccepted() => AssertAccepted("Explain in one sentence why the sky is blue.");

    [TestMethod]
    [DataRow("Why?", "too short", DisplayName = "too short")]
    [DataRow("name two mountains  that can be seen from TOKYO.", "held out", DisplayName = "held out, in other letters")]
    [DataRow("Name three rivers that flow through the town of Vienna.", "near-duplicate", DisplayName = "nearly one of the pool")]
    public void Accept_KnownOrBadInstruction_IsRejectedWithTheReason(string instruction, string reason)
    {
        Assert.IsFalse(filter.Accept(Instruction("new", instruction)));
        Assert.AreEqual(1, filter.Rejected[reason]);
    }

    [TestMethod]
    public void Accept_SameInstructionTwice_IsAcceptedOnce()
    {
        AssertAccepted("Explain in one sentence why the sky is blue.");

        Assert.IsFalse(filter.Accept(Instruction("again", "Explain in one sentence why the sky is blue!")));
        Assert.AreEqual(1, filter.Rejected["near-duplicate"]);
    }

    [TestMethod]
    public void Accept_VerifiableTasksThatDifferInOneNumber_AreBothAccepted()
    {
        Assert.IsTrue(filter.Accept(Instruction("one", "What is the sum of 412 and 318?") with { Family = "math.sum" }));
        Assert.IsTrue(filter.Accept(Instruction("two", "What is the sum of 412 and 319?") with { Family = "math.sum" }));
    }

    private void AssertAccepted(string instruction)
    {
        Assert.IsTrue(filter.Accept(Instruction("new", instruction)));
        Assert.IsEmpty(filter.Rejected);
    }

    private static Example Instruction(string id, string text) => new(id, text, "", TaskLabels.Others, Family: null, Level: null, ExampleOrigins.Expanded, ParentId: null);
}
