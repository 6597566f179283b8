using Tapir.EndToEnd.Endpoints;

namespace Tapir.EndToEnd.Runs;

/// <summary>Functions that work for longer than <c>host.json</c> allows them.</summary>
[TestClass]
public sealed class TimeLimitTests
{
    private const string Key = "sk-time-limit";

    // Far more than what is answered takes.
    private const string Limits = """{ "tapir": { "timeLimits": { "judging.*": "8s", "expansion.*": "00:00:08" } } }""";

    [TestMethod]
    public async Task Run_TeacherHangs_PausesSayingWhichLimitAndGoesOnWithoutAskingAgain()
    {
        using TapirProgram program = new();
        await using TutorEndpoint endpoint = await TutorEndpoint.StartAsync(Key);
        endpoint.BeforeAnswer = number => number > 30 ? Task.Delay(Timeout.Infinite) : Task.CompletedTask;
        program.Write("host.json", Limits);

        ProgramResult paused = Run(program, endpoint).AssertExitCode(3);

        string message = paused.Json().GetProperty("message").GetString()!;
        StringAssert.Contains(message, "'judging.score-shard'");
        StringAssert.Contains(message, "00:00:08");
        StringAssert.Contains(message, "'tapir.timeLimits.judging.*' in host.json");
        StringAssert.Contains(message, "3 times");

        endpoint.BeforeAnswer = _ => Task.CompletedTask;
        Run(program, endpoint).AssertExitCode(0);

        Assert.IsTrue(endpoint.Answers.Values.All(times => times == 1), "An answered request was sent again.");
        Assert.AreEqual(0, new LedgerBook(program.Ledger).AskedAfterAnswer);
    }

    [TestMethod]
    public void Run_LimitOfAFunctionThatIsNot_IsRefusedBeforeAnythingBegins()
    {
        using TapirProgram program = new();
        program.Write("host.json", """{ "tapir": { "timeLimits": { "trainng.*": "1h" } } }""");

        ProgramResult refused = program.RunTiny().AssertExitCode(2);

        StringAssert.Contains(refused.ToString(), "'tapir.timeLimits.trainng.*' matches no function");
        Assert.IsFalse(Directory.Exists(Path.Combine(program.State, "runs")) && Directory.EnumerateDirectories(Path.Combine(program.State, "runs")).Any());
    }

    private static ProgramResult Run(TapirProgram program, TutorEndpoint endpoint) => program.Run(
        new Dictionary<string, string> { ["TAPIR_TEST_KEY"] = Key },
        "run",
        TapirProgram.TinySpec,
        "--json",
        "--set",
        $"teacher={{ kind: openAI, url: \"{endpoint.Url}\", model: gpt-test, keyVariable: TAPIR_TEST_KEY, concurrency: 4, refine: false }}",
        "--set",
        "judge={ kind: teacher, swapOrder: false }",
        "--set",
        "prices={ gpt-test: { input: 1, output: 2 } }",
        "--set",
        "curriculum.rounds=1",
        "--set",
        "curriculum.roundSize=40",
        "--set",
        "curriculum.poolSample=40");
}
