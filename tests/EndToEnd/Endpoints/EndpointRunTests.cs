using System.Text;
using System.Text.Json;

namespace Tapir.EndToEnd.Endpoints;

/// <summary>Runs whose teacher and judge is an endpoint.</summary>
[TestClass]
public sealed class EndpointRunTests
{
    private const string Key = "sk-end-to-end-3f9c1b7a5d";

    private const int Concurrency = 4;

    [TestMethod]
    public async Task Run_KeyRevokedInMidRun_PausesWithTheReasonAndGoesOn()
    {
        using TapirProgram program = new();
        await using TutorEndpoint endpoint = await TutorEndpoint.StartAsync(Key);
        endpoint.RevokedAfter = 60;

        ProgramResult paused = Run(program, endpoint).AssertExitCode(3);

        string message = paused.Json().GetProperty("message").GetString()!;
        Assert.AreEqual("paused", paused.Json().GetProperty("status").GetString());
        StringAssert.Contains(message, endpoint.Url.Host);
        StringAssert.Contains(message, "TAPIR_TEST_KEY");
        Assert.DoesNotContain(Key, paused.ToString());

        endpoint.RevokedAfter = int.MaxValue;
        ProgramResult done = Run(program, endpoint).AssertExitCode(0);

        Assert.AreEqual("done", done.Json().GetProperty("status").GetString());
        Assert.IsGreaterThan(0.0, done.Json().GetProperty("cost").GetDouble());
        Assert.IsTrue(endpoint.Answers.Values.All(times => times == 1), "An answered request was sent again.");
        AssertKeyIsNowhere(program);
    }

    [TestMethod]
    public async Task Run_KilledWhileItAsks_AsksNoMoreThanWhatWasInFlightAgain()
    {
        using TapirProgram program = new();
        await using TutorEndpoint endpoint = await TutorEndpoint.StartAsync(Key);

        foreach (string instant in new[] { "Tapir.Ledger/intent.after-commit:20", "Tapir.Ledger/response.before-commit:10", "Tapir.Ledger/response.after-commit:10" })
        {
            program.CrashAt(instant, EnvironmentOf(), Arguments(endpoint));
        }

        Run(program, endpoint).AssertExitCode(0);
        int repeated = endpoint.Answers.Values.Sum(times => times - 1);
        Assert.IsLessThanOrEqualTo(3 * Concurrency, repeated);
        Assert.AreEqual(0, new LedgerBook(program.Ledger).AskedAfterAnswer);
        Assert.AreEqual(endpoint.Answers.Count, new LedgerBook(program.Ledger).Responses);
    }

    [TestMethod]
    public async Task Run_EndpointReachedOtherwise_FindsEveryResultAgain()
    {
        using TapirProgram program = new();
        await using TutorEndpoint endpoint = await TutorEndpoint.StartAsync(Key);
        Run(program, endpoint).AssertExitCode(0);

        // Another variable that is not set: nobody may even look for a key.
        ProgramResult again = program.Run([.. Arguments(endpoint), "--set", "teacher.concurrency=2", "--set", "teacher.timeoutSeconds=9", "--set", "teacher.keyVariable=TAPIR_UNSET_KEY", "--new"]).AssertExitCode(0);

        string[] asking = [.. again.Errors.Split('\n').Where(line => line.Contains("expansion.", StringComparison.Ordinal) || line.Contains("judging.", StringComparison.Ordinal))];
        Assert.IsGreaterThanOrEqualTo(4, asking.Length);
        Assert.IsTrue(asking.All(line => line.Contains("CACHED", StringComparison.Ordinal) && !line.Contains(" done", StringComparison.Ordinal)), again.ToString());
    }

    [TestMethod]
    public async Task Run_PausedForItsKey_GoesOnWithAnotherVariable()
    {
        using TapirProgram program = new();
        await using TutorEndpoint endpoint = await TutorEndpoint.StartAsync(Key);
        program.Run(Arguments(endpoint)).AssertExitCode(3);

        ProgramResult done = program.Run(new Dictionary<string, string> { ["TAPIR_OTHER_KEY"] = Key }, [.. Arguments(endpoint), "--set", "teacher.keyVariable=TAPIR_OTHER_KEY"]);

        Assert.AreEqual("tiny-1", done.AssertExitCode(0).Json().GetProperty("run").GetString());
    }

    [TestMethod]
    public async Task Call_OnARunsAccount_ReachesItsEndpoint()
    {
        using TapirProgram program = new();
        await using TutorEndpoint endpoint = await TutorEndpoint.StartAsync(Key);
        Run(program, endpoint).AssertExitCode(0);
        (_, string input, _) = StoredResults.First(program, "expansion.write");
        program.Write("in.json", input);
        File.Delete(program.Results);
        long paid = new LedgerBook(program.Ledger).Intents;

        StringAssert.Contains(program.Run("call", "expansion.write", "--input", "in.json").AssertExitCode(3).Errors, "OPENAI_API_KEY");
        program.Run(EnvironmentOf(), "call", "expansion.write", "--input", "in.json", "--run", "tiny-1").AssertExitCode(0);
        Assert.AreEqual(paid, new LedgerBook(program.Ledger).Intents);
    }

    [TestMethod]
    public async Task Run_KeyVariableNotSet_PausesAndNamesTheVariable()
    {
        using TapirProgram program = new();
        await using TutorEndpoint endpoint = await TutorEndpoint.StartAsync(Key);

        ProgramResult paused = program.Run(Arguments(endpoint)).AssertExitCode(3);

        StringAssert.Contains(paused.Json().GetProperty("message").GetString(), "TAPIR_TEST_KEY");
        Assert.IsEmpty(endpoint.Answers);
    }

    private static ProgramResult Run(TapirProgram program, TutorEndpoint endpoint) => program.Run(EnvironmentOf(), Arguments(endpoint));

    private static Dictionary<string, string> EnvironmentOf() => new() { ["TAPIR_TEST_KEY"] = Key };

    private static string[] Arguments(TutorEndpoint endpoint) =>
    [
        "run", TapirProgram.TinySpec, "--json",
        "--set", $"teacher={{ kind: openAI, url: \"{endpoint.Url}\", model: gpt-test, keyVariable: TAPIR_TEST_KEY, concurrency: {Concurrency}, refine: false }}",
        "--set", "judge={ kind: teacher, swapOrder: false }",
        "--set", "prices={ gpt-test: { input: 1, output: 2 } }",
        "--set", "curriculum.rounds=1",
        "--set", "curriculum.roundSize=40",
        "--set", "curriculum.poolSample=40",
    ];

    private static void AssertKeyIsNowhere(TapirProgram program)
    {
        byte[] key = Encoding.UTF8.GetBytes(Key);
        foreach (string file in Directory.EnumerateFiles(program.State, "*", SearchOption.AllDirectories))
        {
            Assert.IsLessThan(0, File.ReadAllBytes(file).AsSpan().IndexOf(key), file);
        }
    }
}
