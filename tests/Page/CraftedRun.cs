using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Selection;
using Tapir.Curriculum.Tasks;
using Tapir.EndToEnd;
using Tapir.EndToEnd.Serving;
using Tapir.Orchestrations.Judging;
using Tapir.Teachers.Tutor;

namespace Tapir.Page;

/// <summary>A finished run whose examples are others than it had: texts that would be dangerous as HTML, texts in Japanese, and judgements that contradict what is known.</summary>
internal sealed class CraftedRun : IDisposable
{
    public const string Run = "tiny-1";
    public const int PoolCount = 120;

    /// <value>Would rename the page if it were ever more than text.</value>
    public const string Hostile = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"><b>bold</b>";

    private readonly TapirProgram program = new();

    private CraftedRun()
    {
    }

    public ServedProgram Served { get; private set; } = null!;

    public Uri Address => Served.Client.BaseAddress!;

    public static async Task<CraftedRun> StartAsync()
    {
        CraftedRun run = new();
        run.program.RunTiny().AssertExitCode(0);
        await run.PutInAsync();
        run.Served = ServedProgram.Start(run.program);
        return run;
    }

    public void Dispose()
    {
        Served.Dispose();
        program.Dispose();
    }

    private async Task PutInAsync()
    {
        FolderArtifactStore artifacts = new(Path.Combine(program.State, "artifacts"));
        Example tutored = EmbeddedTutor.WriteExamples(5, perCell: 1).First() with { Id = "tutored" };
        Example[] pool =
        [
            Of("hostile", Hostile, Hostile), Of("japanese", "日本の首都はどこですか。", "東京"), tutored, Of("long", string.Join('\n', Enumerable.Range(1, 40).Select(line => $"line {line} of a long program")), "done"),
            .. Enumerable.Range(5, PoolCount - 4).Select(number => Of($"e{number}", $"Say the number {number}.", $"Number {number}, said aloud.")),
        ];
        ScoredAnswer[] first = [.. pool.Select((example, at) => new ScoredAnswer(
            example.Id,
            example.Id == "hostile" ? Hostile : example.Id == "tutored" ? tutored.Response : "I cannot.",
            at % 10 == 9 ? new Unscored("the reply has no JSON object") : new Scored(new JudgeScore(9), new JudgeScore(example.Id == "tutored" ? 2 : at % 8 + 1))))];
        ScoredAnswer[] second = [.. pool.Select(example => new ScoredAnswer(example.Id, $"Now: {example.Response}", new Scored(new JudgeScore(example.Id == "japanese" ? 4 : 9), new JudgeScore(8))))];
        string[] hard = [.. first.Where(answer => answer.Judgement is Scored { Difficulty.Gap: > 2 }).Select(answer => answer.Id)];

        using SqliteConnection hub = TamperedHub.Open(program);
        JsonNode status = JsonNode.Parse(hub.QuerySingle<string>("SELECT custom_status FROM instances WHERE id = @Run", new { Run }))!;
        status["seed"]!["seed"]!["poolCount"] = PoolCount;
        string stored = (await artifacts.PutLinesAsync(pool)).ToString();
        foreach (JsonNode? round in status["rounds"]!.AsArray())
        {
            round!["pool"] = stored;
            if (round["curriculum"] is { } curriculum)
            {
                bool isFirst = round["round"]!.GetValue<int>() == 1;
                curriculum["scores"] = new JsonArray((await artifacts.PutLinesAsync(isFirst ? first : second)).ToString());
                curriculum["assembled"]!["poolCount"] = PoolCount;
                RoundPlan plan = new("tapir", isFirst ? 1 : 2, new HardShare(0.3), isFirst ? hard : [], [], 0, [], [], 0);
                curriculum["plan"] = (await artifacts.PutJsonAsync(plan)).ToString();
                round["trainingSet"] = (await artifacts.PutLinesAsync(pool.Where(example => isFirst && hard.Contains(example.Id)))).ToString();
            }
        }

        hub.Execute("UPDATE instances SET custom_status = @status WHERE id = @Run", new { status = status.ToJsonString(), Run });
        TamperedHub.Seal(hub);
    }

    private static Example Of(string id, string instruction, string response) =>
        new(id, instruction, response, new TaskLabel(id.StartsWith('e') ? "Others" : "Writing"), Family: null, Level: null, ExampleOrigins.Seed, ParentId: null);
}
