using System.Diagnostics;
using System.Globalization;

namespace Tapir.EndToEnd.Kills;

/// <summary>SIGKILL at random instants of time. Four kills, or as many as <c>TAPIR_KILLS</c> says; runs follow each other until all of them fell.
/// <c>TAPIR_KILLS_SPEC</c> names another spec than the tiny one.</summary>
[TestClass]
public sealed class RandomKillTests
{
    // Also what a process needs before it can do anything: a kill in there must be harmless as well.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(2);

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void Run_KilledAtRandom_MakesTheSameBytesAndPaysOnce()
    {
        int left = int.Parse(Environment.GetEnvironmentVariable("TAPIR_KILLS") ?? "4", CultureInfo.InvariantCulture);
        int perRun = Math.Min(left, 7);
        Random random = new(20240611);
        while (left > 0)
        {
            using TapirProgram program = new();
            int killed = KillUpTo(Math.Min(left, perRun), program, random);
            left -= killed;
            ProgramResult done = program.RunTiny();
            TestContext.WriteLine($"killed {killed} times");
            Undisturbed.Traces.AssertSame(RunTraces.Of(done));
            LedgerBook ledger = new(program.Ledger);
            Assert.AreEqual(0, ledger.AskedAfterAnswer);
            Assert.AreEqual(Undisturbed.Ledger.Responses, ledger.Responses);
            Assert.AreEqual(ledger.Intents - ledger.Responses, ledger.Unanswered);
        }
    }

    private static int KillUpTo(int most, TapirProgram program, Random random)
    {
        TimeSpan whole = TimeOfARun();
        for (int killed = 0; killed < most; killed++)
        {
            using RunningProgram running = program.StartTiny();
            if (!running.Lives((LongestStart + (whole / most)) * (0.1 + random.NextDouble())))
            {
                return killed;
            }

            running.Kill();
        }

        return most;
    }

    private static TimeSpan TimeOfARun()
    {
        _ = Undisturbed.Result;
        using TapirProgram program = new();
        long start = Stopwatch.GetTimestamp();
        program.RunTiny().AssertExitCode(0);
        return Stopwatch.GetElapsedTime(start);
    }
}
