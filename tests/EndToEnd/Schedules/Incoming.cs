using System.Diagnostics;
using System.Text.Json;

namespace Tapir.EndToEnd.Schedules;

/// <summary>A schedule that watches, in the real program, over a folder that the test writes into.</summary>
internal sealed class Incoming : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // A whole run of a few seconds on some sixty rows.
    private static readonly string[] Spec =
    [
        TapirProgram.TinySpec, "--set", "judge.kind=reference", "--set", "curriculum.rounds=1", "--set", "curriculum.roundSize=60",
        "--set", "training={ baseTokens: 6000, roundTokens: 6000, batchTokens: 1024 }", "--set", "evaluation.answerTokens=8",
    ];

    public Incoming()
    {
        Folder = Directory.CreateDirectory(Path.Combine(Program.Root, "in")).FullName;
        Allow("in");
    }

    public TapirProgram Program { get; } = new();

    public string Folder { get; }

    /// <summary>What schedules may watch from now on.</summary>
    public void Allow(params string[] read) =>
        Program.Write("host.json", JsonSerializer.Serialize(new { tapir = new { allow = new { read }, artifacts = new { connectionVariable = "TAPIR_TEST_STORE" } } }));

    public ProgramResult Add(string place, params string[] more) =>
        Program.Run(["schedule", "add", "incoming", .. Spec, "--watch", place, "--settle", "1s", "--every", "1s", .. more]);

    /// <summary>Writes rows as a careful program does: under another name first.</summary>
    /// <param name="word">Makes rows that no other word makes.</param>
    public void Drop(string name, string word)
    {
        string part = Path.Combine(Folder, $"{name}.part");
        File.WriteAllText(part, Rows(word));
        File.Move(part, Path.Combine(Folder, name), overwrite: true);
    }

    public static string Rows(string word) => string.Concat(Enumerable.Range(1, 60).Select(number => JsonSerializer.Serialize(new
    {
        instruction = $"Write a line for the {number}th page of the {word} guest book of a hotel by the sea.",
        output = $"Room {number} was quiet, the {word} sea was loud, and breakfast number {number * 3} was the best.",
    }) + "\n"));

    /// <summary>Waits until the schedule is as wanted.</summary>
    public JsonElement Until(RunningProgram serving, Predicate<JsonElement> isSo)
    {
        long start = Stopwatch.GetTimestamp();
        JsonElement schedule = Schedule();
        while (!isSo(schedule))
        {
            Assert.IsTrue(serving.Lives(TimeSpan.FromMilliseconds(100)), "The server ended meanwhile.");
            Assert.IsLessThan(Patience, Stopwatch.GetElapsedTime(start), schedule.ToString());
            schedule = Schedule();
        }

        return schedule;
    }

    /// <summary>Waits until the schedule has looked at least twice after this moment and saw nothing new.</summary>
    public JsonElement UntilQuiet(RunningProgram serving)
    {
        DateTimeOffset after = DateTimeOffset.UtcNow.AddSeconds(2);
        return Until(serving, schedule => schedule.GetProperty("watch").TryGetProperty("lookedAt", out JsonElement at) && at.GetDateTimeOffset() > after
            && schedule.GetProperty("watch").GetProperty("phase").GetString() == "quiet");
    }

    public JsonElement Schedule() => Program.Run("schedule", "list", "--json").AssertExitCode(0).Json().EnumerateArray().Single();

    public string[] Runs() => [.. Program.Run("runs", "--json").AssertExitCode(0).Json().EnumerateArray().Select(run => run.GetProperty("run").GetString()!)];

    public string Report(string run) => Path.Combine(Program.State, "runs", run, "report.json");

    public void Dispose() => Program.Dispose();
}
