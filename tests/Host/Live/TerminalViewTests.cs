using Spectre.Console.Testing;
using Tapir.Functions;
using Tapir.Host.Live;
using Tapir.Host.Results;
using Tapir.Host.Tests.Results;

namespace Tapir.Host.Tests.Live;

[TestClass]
public sealed class TerminalViewTests
{
    private const int TerminalHeight = 24;

    private static readonly CallLine Import = new("run", "seeding.import", Running: 0, Computed: 0, Cached: 1, Failed: 0, TimeSpan.Zero, Progress: null, LastError: null);
    private static readonly CallLine Label = Import with { Function = "seeding.label", Computed = 1, Cached = 0, Elapsed = TimeSpan.FromSeconds(75) };
    private static readonly CallLine Write = new("round-1", "expansion.write", 2, 1, 3, 0, TimeSpan.FromSeconds(4), new CallProgress(5, 20, "requests"), LastError: null);

    [TestMethod]
    public async Task ShowAsync_CallsOfARunAndItsRound_AreATreeWithCachedBesideWhatWasFound()
    {
        string[] lines = Only(await FramesAsync(At(1, SampleRun.Started, Import, Label, Write)));

        Assert.AreSequenceEqual(
            [
                "tiny-1 round 1 of 3: writing",
                "├── run",
                "│   ├── seeding.import 1 CACHED 0.0 s",
                "│   └── seeding.label 1 done 1 min 15 s",
                "└── round-1",
                "    └── expansion.write 1 done, 3 CACHED, 2 running, 5 of 20 requests 4.0 s",
            ],
            lines.SkipLast(1));
    }

    [TestMethod]
    public async Task ShowAsync_TrainingMovesOn_SaysTheShareTheTimeLeftAndTheSpending()
    {
        RunSnapshot first = At(10, SampleRun.Started) with { DoneShare = 0.25, SharePerSecond = 0 };
        RunSnapshot second = At(20, SampleRun.Started) with { DoneShare = 0.5, SharePerSecond = 0.005 };

        string[][] frames = await FramesAsync(first, second);

        Assert.AreEqual("10.0 s, 25.0 % trained; 1,234 calls, 5,678 tokens", frames[0][^1]);
        Assert.AreEqual("20.0 s, 50.0 % trained, about 1 min 40 s left; 1,234 calls, 5,678 tokens", frames[1][^1]);
    }

    [TestMethod]
    public async Task ShowAsync_RoundsAreMeasured_ShowsTheirAccuracyByTaskUnderTheTree()
    {
        string[] lines = Only(await FramesAsync(At(1, SampleRun.Measured, Write)));

        int tree = Array.FindIndex(lines, line => line.Contains("expansion.write", StringComparison.Ordinal));
        int math = Array.FindIndex(lines, line => line.StartsWith("│ Math", StringComparison.Ordinal));
        StringAssert.Contains(lines[math], "│25.0 (15-35) │50.0 (40-60) │");
        Assert.IsGreaterThan(tree, math);
    }

    [TestMethod]
    public async Task ShowAsync_Paused_SaysWhyWordForWordAsTheLastLine()
    {
        RunDocument paused = SampleRun.Started with { Status = "paused", Message = "The budget [calls: 10] is spent." };

        Assert.AreEqual("The budget [calls: 10] is spent.", Only(await FramesAsync(At(1, paused, Write)))[^1]);
    }

    [TestMethod]
    public async Task ShowAsync_CallsFailed_SaysHowMany() => StringAssert.Contains(
        Only(await FramesAsync(At(1, SampleRun.Started, Write with { Failed = 2, Running = 1, Progress = null })))[2], "1 done, 3 CACHED, 2 failed, 1 running");

    [TestMethod]
    public async Task ShowAsync_TreeHigherThanTheTerminal_KeepsTheLatestLinesInSight()
    {
        CallLine[] many = [.. Enumerable.Range(1, 40).Select(round => Label with { Part = $"round-{round}" }), Write with { Part = "round-41" }];

        string[] lines = Only(await FramesAsync(At(1, SampleRun.Started, many)));

        Assert.IsLessThanOrEqualTo(TerminalHeight, lines.Length);
        StringAssert.Contains(lines[^2], "expansion.write");
        StringAssert.Contains(lines[^1], "1,234 calls");
    }

    private static RunSnapshot At(int seconds, RunDocument run, params CallLine[] lines) => new(run, lines, TimeSpan.FromSeconds(seconds), DoneShare: 0.25, SharePerSecond: 0);

    private static string[] Only(string[][] frames)
    {
        Assert.HasCount(1, frames);
        return frames[0];
    }

    /// <summary>What the terminal shows after each snapshot, without colours.</summary>
    private static async Task<string[][]> FramesAsync(params RunSnapshot[] snapshots)
    {
        using TestConsole console = new();
        console.Width(80).Height(TerminalHeight);
        List<string[]> frames = [];
        await new TerminalView(console).ShowAsync(Watched().ToAsyncEnumerable());
        return [.. frames];

        IEnumerable<RunSnapshot> Watched()
        {
            foreach (RunSnapshot snapshot in snapshots)
            {
                int before = console.Output.Length;
                yield return snapshot;
                frames.Add([.. console.Output[before..].Split('\n').Select(line => line.TrimEnd())]);
            }
        }
    }
}
