using System.Text.Json;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Tests.Examples;

[TestClass]
public sealed class ExampleJsonTests
{
    [TestMethod]
    public void Write_ThenRead_GivesTheSameExample()
    {
        Example example = new("e1", "合計は?", "Answer: 7", TaskLabels.Math, "arithmetic", 2, ExampleOrigins.Expanded, "seed-3", 1.25);

        Assert.AreEqual(example, ExampleJson.Read(ExampleJson.Write(example)));
    }

    [TestMethod]
    public void Write_WhatIsNotKnown_IsLeftOut()
    {
        string line = ExampleJson.Write(new Example("e1", "Say \"hi\".", "hi", TaskLabels.Others, null, null, ExampleOrigins.Seed, null));

        Assert.AreEqual("""{"id":"e1","instruction":"Say \"hi\".","response":"hi","task":"Others","origin":"seed","weight":1}""", line);
        Assert.IsNull(ExampleJson.Read(line).Family);
    }

    [TestMethod]
    public void Read_WithoutInstruction_SaysSo()
    {
        JsonException wrong = Assert.ThrowsExactly<JsonException>(() => ExampleJson.Read("""{"id":"e1","response":"x","task":"Math","origin":"seed"}"""));

        StringAssert.Contains(wrong.Message, "instruction");
    }
}
