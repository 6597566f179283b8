using Tapir.Host.Runs;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Tests.Runs;

[TestClass]
public sealed class SpecDifferenceTests
{
    private static readonly RunSpec Stored = new() { Name = "mine" };

    [TestMethod]
    public void Between_SameSpec_IsNothing() => Assert.IsEmpty(SpecDifference.Between(Stored, new RunSpec { Name = "mine" }));

    [TestMethod]
    public void Between_BudgetOrPlaceOfTheSeedDiffers_IsNothing() => Assert.IsEmpty(SpecDifference.Between(
        Stored, Stored with { Budget = new BudgetSpec { Calls = 5 }, Seed = new SeedSpec { Path = "/moved/rows.jsonl" } }));

    [TestMethod]
    public void Between_TeacherIsReachedOtherwise_IsNothing()
    {
        RunSpec endpoint = Stored with { Teacher = new TeacherSpec { Kind = TeacherKind.OpenAI, Model = "gpt" } };

        Assert.IsEmpty(SpecDifference.Between(
            endpoint, endpoint with { Teacher = endpoint.Teacher with { KeyVariable = "OTHER", Concurrency = 1, TimeoutSeconds = 9, RequestsPerMinute = 5, Retries = 1, MaxTokensField = MaxTokensName.MaxTokens } }));
    }

    [TestMethod]
    public void Between_SlicesAreComputedElsewhere_IsNothing() => Assert.IsEmpty(SpecDifference.Between(
        Stored, Stored with { Training = new TrainingSpec { Isolation = TrainingIsolation.Process } }));

    [TestMethod]
    public void Between_KeysDiffer_NamesEachWithBothValues() => Assert.AreSequenceEqual(
        ["curriculum.rounds: 3 -> 4", "curriculum.taskMix.Math: (not set) -> 1", "teacher.kind: \"tutor\" -> \"openAI\"", "teacher.model: (not set) -> \"gpt\""],
        SpecDifference.Between(Stored, Stored with
        {
            Curriculum = Stored.Curriculum with { Rounds = 4, TaskMix = new Dictionary<string, double> { ["Math"] = 1 } },
            Teacher = Stored.Teacher with { Kind = TeacherKind.OpenAI, Model = "gpt" },
        }));
}
