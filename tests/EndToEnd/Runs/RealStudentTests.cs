using System.Text.Json;

namespace Tapir.EndToEnd.Runs;

/// <summary>`examples/smollm2.yaml` with the real model and real data, at a tenth of its size.</summary>
[TestClass]
public sealed class RealStudentTests
{
    [TestMethod]
    public void Run_SmolLm2AtATenthOfItsSize_KilledWhileItTrains_LearnsAndPaysNothingTwice()
    {
        using TapirProgram program = new();
        string[] command = Arguments();

        program.CrashAt("Tapir.Models/checkpoint.after-write:1", command);
        program.CrashAt("Tapir.Ledger/response.after-commit:1", command);
        JsonElement report = program.Run(command).AssertExitCode(0).Json();

        LedgerBook book = new(program.Ledger);
        Assert.IsGreaterThan(30L, book.Responses);
        Assert.AreEqual(0L, book.AskedAfterAnswer);
        JsonElement rounds = JsonDocument.Parse(File.ReadAllText(Path.Combine(program.State, "runs", report.GetProperty("run").GetString()!, "report.json"))).RootElement.GetProperty("rounds");
        Assert.AreEqual(4, rounds.GetArrayLength());
        Assert.AreEqual(0, rounds[0].GetProperty("trainedTokens").GetInt64(), "S_0 is the model as it is.");
        Assert.IsLessThan(Loss(rounds[0]), Loss(rounds[3]), "What is held out of both files is more likely after the training.");
        Assert.IsGreaterThan(Exact(rounds[0]), Exact(rounds[3]), "Held-out tasks of the tutor answered exactly.");
    }

    private static string[] Arguments() =>
    [
        "run", Path.Combine(TapirProgram.Checkout, "examples/smollm2.yaml"), "--json",
        "--set", $"student.model={SharedFiles.PathOrSkip("models", "smollm2-135m-instruct", "SmolLM2-135M-Instruct.Q4_1.gguf")}",
        "--set", $"seed.path={SharedFiles.PathOrSkip("data", "gsm8k", "train.jsonl")}",
        "--set", $"seed.also=[{SharedFiles.PathOrSkip("data", "self-instruct", "seed_tasks.jsonl")}]",
        "--set", "seed.limit=20",
        "--set", "curriculum.roundSize=48", "--set", "curriculum.poolSample=12",
        "--set", "training.roundTokens=6000", "--set", "training.sliceSteps=2",
        "--set", "evaluation.perCell=1", "--set", "evaluation.rows=4",
    ];

    private static double Loss(JsonElement round) => round.GetProperty("heldOut").GetProperty("loss").GetDouble();

    private static double Exact(JsonElement round) => round.GetProperty("accuracy").GetProperty("macro").GetDouble();
}
