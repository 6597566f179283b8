using System.Globalization;
using Tapir.DurableTask.Crashes.Tests.Campaigns;

namespace Tapir.DurableTask.Crashes.Tests;

/// <summary>SIGKILL for the real sidecar at each named instant and at random, and for its worker, while orchestrations of every kind run.
/// <c>TAPIR_CRASH_KILLS</c> says how often (30 unless it is set), <c>TAPIR_CRASH_SEED</c> in which order.</summary>
[TestClass]
public sealed class SigKillTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Kills_AtEveryInstantAndAtRandom_EveryInstanceEndsAsItMustAndReplays()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("TAPIR_CRASH_KILLS") ?? "30", CultureInfo.InvariantCulture);
        int seed = int.Parse(Environment.GetEnvironmentVariable("TAPIR_CRASH_SEED") ?? $"{Random.Shared.Next()}", CultureInfo.InvariantCulture);
        TestContext.WriteLine($"TAPIR_CRASH_SEED={seed}");
        await using KillCampaign campaign = new(seed, kills);
        try
        {
            TestContext.WriteLine(await campaign.RunAsync(TestContext.CancellationToken));
        }
        catch (Exception failed)
        {
            throw new AssertFailedException($"With TAPIR_CRASH_SEED={seed} TAPIR_CRASH_KILLS={kills}: {failed.Message}", failed);
        }
    }
}
