using Tapir.Functions;
using Tapir.Host.Engine;

namespace Tapir.Host.Tests.Engine;

[TestClass]
public sealed class FunctionGlobTests
{
    [TestMethod]
    [DataRow("training.*", true)]
    [DataRow("*", true)]
    [DataRow("training.run-slic?", true)]
    [DataRow("training.run-slice", true)]
    [DataRow("students.*, training.*", true)]
    [DataRow("students.*,judging.*", false)]
    [DataRow("training", false)]
    [DataRow("trainingX*", false)]
    [DataRow("run-slice", false)]
    public void Matches_Pattern_IsOfTheWholeName(string pattern, bool matches) =>
        Assert.AreEqual(matches, new FunctionGlob(pattern).Matches(new DurableFunction<string, string>("training.run-slice", 1, CachePolicy.Never)));
}
