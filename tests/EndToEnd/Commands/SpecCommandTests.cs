using System.Text.Json;

namespace Tapir.EndToEnd.Commands;

[TestClass]
public sealed class SpecCommandTests
{
    [TestMethod]
    public void Init_NewFile_WritesASpecThatIsValid()
    {
        using TapirProgram program = new();

        program.Run("init", "my.yaml").AssertExitCode(0);

        program.Run("validate", "my.yaml").AssertExitCode(0);
        StringAssert.Contains(program.Run("init", "my.yaml").AssertExitCode(2).Errors, "exists already");
    }

    [TestMethod]
    [DataRow("quickstart.yaml")]
    [DataRow("own-data.yaml")]
    public void Validate_Example_IsValid(string example)
    {
        using TapirProgram program = new();

        program.Run("validate", Path.Combine(AppContext.BaseDirectory, "Examples", example)).AssertExitCode(0);
    }

    [TestMethod]
    public void Validate_Json_EstimatesAboutWhatTheRunThenSpends()
    {
        using TapirProgram program = new();

        JsonElement estimate = program.Run("validate", TapirProgram.TinySpec, "--json").AssertExitCode(0).Json().GetProperty("estimate");

        JsonElement run = Undisturbed.Result.Json();
        AssertNear(run.GetProperty("calls").GetInt64(), estimate.GetProperty("calls").GetInt64());
        AssertNear(run.GetProperty("tokens").GetInt64(), estimate.GetProperty("tokens").GetInt64());
        Assert.IsFalse(estimate.TryGetProperty("pausesInRound", out _));
        Assert.IsFalse(Directory.Exists(program.State));
    }

    [TestMethod]
    public void Validate_BudgetTooSmall_NamesTheRoundThatWillPause()
    {
        using TapirProgram program = new();
        string[] arguments = ["validate", TapirProgram.TinySpec, "--set", "budget.calls=700"];

        StringAssert.Contains(program.Run(arguments).AssertExitCode(0).Output, "the run will pause about round 2");
        Assert.AreEqual(2, program.Run([.. arguments, "--json"]).AssertExitCode(0).Json().GetProperty("estimate").GetProperty("pausesInRound").GetInt32());
    }

    [TestMethod]
    public void Validate_EndpointWithPrices_TellsTheCost()
    {
        using TapirProgram program = new();
        string[] arguments = ["validate", TapirProgram.TinySpec, "--set", "teacher={ kind: openAI, model: gpt-x }"];

        StringAssert.Contains(program.Run(arguments).AssertExitCode(0).Output, "No price is known for gpt-x");
        StringAssert.Contains(program.Run([.. arguments, "--set", "prices={ gpt-x: { input: 5, output: 10 } }"]).AssertExitCode(0).Output, ", cost ");
    }

    [TestMethod]
    public void Validate_SeedFileThatCannotBeUsed_SaysSo()
    {
        using TapirProgram program = new();
        program.Write("empty.jsonl", "");

        ProgramResult refused = program.Run("validate", TapirProgram.TinySpec, "--set", "seed.path=empty.jsonl", "--set", "judge.kind=reference").AssertExitCode(2);

        StringAssert.Contains(refused.Errors, "empty.jsonl");
    }

    // Nobody can foretell what is dropped: half as much again or two thirds of it is good enough to plan money by.
    private static void AssertNear(long actual, long estimated) => Assert.IsInRange(actual / 1.5, actual * 1.5, (double)estimated);
}
