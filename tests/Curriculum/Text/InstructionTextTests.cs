using Tapir.Curriculum.Text;

namespace Tapir.Curriculum.Tests.Text;

[TestClass]
public sealed class InstructionTextTests
{
    [TestMethod]
    public void Normalize_CaseWidthAndSpaces_AreFolded()
    {
        Assert.AreEqual("add 3 + 4", InstructionText.Normalize("  Add\n ３　+\t4 "));
    }

    [TestMethod]
    public void Normalize_OtherSigns_StayApart()
    {
        Assert.AreNotEqual(InstructionText.Normalize("What is 3 + 4?"), InstructionText.Normalize("What is 3 - 4?"));
    }
}
