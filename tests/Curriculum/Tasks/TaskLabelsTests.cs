using System.Text.Json;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Tests.Tasks;

[TestClass]
public sealed class TaskLabelsTests
{
    [TestMethod]
    public void All_OfThePaper_Are32DifferentLabels()
    {
        Assert.HasCount(32, TaskLabels.All.Distinct());
    }

    [TestMethod]
    [DataRow("code_debug", "Code Debug")]
    [DataRow("  MATH ", "Math")]
    [DataRow("common sense", "Common-Sense")]
    [DataRow("Juggling", "Juggling")]
    public void TryParse_AnySpelling_GivesTheLabelMeant(string text, string name)
    {
        Assert.AreEqual(new TaskLabel(name), TaskLabels.TryParse(text));
    }

    [TestMethod]
    public void TryParse_Blank_GivesNone()
    {
        Assert.IsNull(TaskLabels.TryParse("  "));
    }

    [TestMethod]
    public void Json_AsValueAndAsPropertyName_IsAPlainString()
    {
        Dictionary<TaskLabel, TaskLabel> pairs = new() { [TaskLabels.CodeDebug] = TaskLabels.Math };

        string json = JsonSerializer.Serialize(pairs);

        Assert.AreEqual("""{"Code Debug":"Math"}""", json);
        CollectionAssert.AreEqual(pairs, JsonSerializer.Deserialize<Dictionary<TaskLabel, TaskLabel>>(json));
    }
}
