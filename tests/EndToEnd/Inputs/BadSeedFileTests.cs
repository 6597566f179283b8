using System.Text;
using System.Text.Json;

namespace Tapir.EndToEnd.Inputs;

[TestClass]
public sealed class BadSeedFileTests
{
    private const string Alpaca = """{"instruction":"Say hi.","output":"Hi!"}""";

    private const string Gsm8k = """{"question":"What is 1 + 1?","answer":"It is 2.\n#### 2"}""";

    public static IEnumerable<(string Name, byte[] Content, string Message)> Unusable =>
    [
        ("empty.jsonl", [], "empty"),
        ("picture.jsonl", [0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 13, 0, 1, 2, 3, 0xFF, 0xFE], "binary"),
        ("mixed.jsonl", Encoding.UTF8.GetBytes(string.Join('\n', Gsm8k, Gsm8k, """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}""")), "mixed.jsonl"),
        ("broken.jsonl", Encoding.UTF8.GetBytes("{\"question\":\n{\"question\":\n"), "broken.jsonl"),
        ("one.jsonl", Encoding.UTF8.GetBytes(Gsm8k), "needs at least 2"),
    ];

    [TestMethod]
    [DynamicData(nameof(Unusable))]
    public void Run_SeedFileCannotBeUsed_SaysSoBeforeARunIsRecorded(string name, byte[] content, string message)
    {
        using TapirProgram program = new();
        File.WriteAllBytes(Path.Combine(program.Root, name), content);

        ProgramResult refused = program.Run("run", TapirProgram.TinySpec, "--set", $"seed.path={name}", "--set", "judge.kind=reference");

        Refusal.Of(program, refused, message);
        StringAssert.Contains(refused.Errors, name);
        Assert.IsEmpty(Directory.EnumerateFiles(Path.Combine(program.State, "artifacts"), "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void Run_LastLineTorn_SetsItAsideAndCountsIt()
    {
        using TapirProgram program = new();
        IEnumerable<string> rows = Enumerable.Range(1, 30).Select(n => $$"""{"question":"What is {{n}} plus {{n + 3}}?","answer":"{{n}} + {{n + 3}} = {{n + n + 3}}\n#### {{n + n + 3}}"}""");
        program.Write("torn.jsonl", string.Join('\n', rows) + "\n{\"question\":\"What is 1 pl");

        ProgramResult done = program.RunTiny("--set", "seed.path=torn.jsonl", "--set", "judge.kind=reference", "--set", "curriculum.rounds=1").AssertExitCode(0);

        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(done.Json().GetProperty("report").GetString()!, ".json")));
        JsonElement seed = report.RootElement.GetProperty("seed");
        Assert.AreEqual(31, seed.GetProperty("rowsRead").GetInt32());
        Assert.AreEqual(1, seed.GetProperty("setAside").EnumerateArray().Sum(reason => reason.GetProperty("count").GetInt32()));
    }

    [TestMethod]
    public void Run_RowsAllAlike_FailsWithAReason()
    {
        using TapirProgram program = new();
        program.Write("alpaca.json", $"[{string.Join(',', Enumerable.Repeat(Alpaca, 3))}]");

        // Three equal rows: held out and pool cannot be told apart, which must be said and not be a fault in Tapir.
        ProgramResult refused = program.RunTiny("--set", "seed.path=alpaca.json", "--set", "judge.kind=reference");

        Assert.AreNotEqual(0, refused.ExitCode);
        Assert.DoesNotContain("fault in Tapir", refused.Errors);
    }
}
