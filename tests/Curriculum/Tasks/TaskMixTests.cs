using System.Text.Json;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Tests.Tasks;

[TestClass]
public sealed class TaskMixTests
{
    [TestMethod]
    public void Paper_Shares_CoverAllLabelsAndSumToOne()
    {
        Assert.HasCount(32, TaskMix.Paper.Labels);
        Assert.AreEqual(1, TaskMix.Paper.Shares.Sum(pair => pair.Value), 1e-9);
        Assert.AreEqual(0.083, TaskMix.Paper.ShareOf(TaskLabels.CodeDebug));
    }

    [TestMethod]
    public void New_SharesThatDoNotSumToOne_SaysTheSum()
    {
        ArgumentException wrong = Assert.ThrowsExactly<ArgumentException>(() => Mix(("Math", 0.5), ("Law", 0.4)));

        StringAssert.Contains(wrong.Message, "sum to 0.9, not to 1");
    }

    [TestMethod]
    public void New_NegativeShare_NamesTheLabel()
    {
        ArgumentException wrong = Assert.ThrowsExactly<ArgumentException>(() => Mix(("Math", 1.5), ("Law", -0.5)));

        StringAssert.Contains(wrong.Message, "Math");
    }

    [TestMethod]
    public void Equals_SameSharesInAnotherOrder_IsTrue()
    {
        Assert.AreEqual(Mix(("Math", 0.5), ("Law", 0.5)), Mix(("Law", 0.5), ("Math", 0.5)));
    }

    [TestMethod]
    public void Json_RoundTrip_GivesTheSameMix()
    {
        Assert.AreEqual(TaskMix.Paper, JsonSerializer.Deserialize<TaskMix>(JsonSerializer.Serialize(TaskMix.Paper)));
    }

    [TestMethod]
    public void Json_SharesThatDoNotSumToOne_IsAJsonError()
    {
        Assert.ThrowsExactly<JsonException>(() => JsonSerializer.Deserialize<TaskMix>("""{"Math":0.5}"""));
    }

    private static TaskMix Mix(params (string Label, double Share)[] shares) =>
        new(shares.Select(one => KeyValuePair.Create(new TaskLabel(one.Label), one.Share)));
}
