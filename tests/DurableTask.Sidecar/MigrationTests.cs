using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>Hubs of earlier versions, as those wrote them: <c>Hubs/version-N.db</c>.</summary>
[TestClass]
public sealed class MigrationTests
{
    [TestMethod]
    public async Task Open_OfAHubOfVersion1_GoesOnWithAllOfIt()
    {
        await using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Hubs", "version-1.db"), folder.Hub);
        // Its timer is due in November 2026.
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(clock, options => options with { HubPath = folder.Hub });

        Assert.IsEmpty(await sidecar.Hub.CheckAsync(CancellationToken.None));
        Assert.AreEqual("\"out\"", (await sidecar.StateOfAsync("completed"))!.Output);
        Assert.AreEqual("A task failed: bad luck", (await sidecar.StateOfAsync("failed"))!.FailureDetails.ErrorMessage);
        await using ScriptedWorker worker = await sidecar.WorkerAsync();
        clock.Advance(TimeSpan.FromSeconds(1));
        HashSet<string> seen = [];
        while (seen.Count < 6)
        {
            WorkItem item = await worker.NextAsync();
            if (item.ActivityRequest is { } activity)
            {
                Assert.AreEqual("[1]", activity.Input);
                await worker.CompleteAsync(item, "1");
                continue;
            }

            // Each of them has what it waited for, or was never begun.
            OrchestratorRequest turn = item.OrchestratorRequest;
            Assert.IsTrue(seen.Add(turn.InstanceId), turn.InstanceId);
            Assert.AreEqual(turn.InstanceId is "pending" or "child" ? 0 : 1, turn.PastEvents.Count(entry => entry.ExecutionStarted is not null));
            await worker.CompleteAsync(item, Actions.Complete(1, "\"done\""));
        }

        foreach (string id in seen)
        {
            Assert.AreEqual("\"done\"", (await sidecar.EndOfAsync(id)).Output);
        }
    }

    [TestMethod]
    public async Task Open_OfADamagedHubOfVersion1_StillNamesTheDamage()
    {
        await using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Hubs", "version-1.db"), folder.Hub);
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = folder.Hub, Pooling = false }.ToString()))
        {
            connection.Open();
            using SqliteCommand damage = connection.CreateCommand();
            damage.CommandText = "UPDATE activities SET request = zeroblob(length(request))";
            damage.ExecuteNonQuery();
        }

        await using RunningSidecar sidecar = await RunningSidecar.StartAsync(change: options => options with { HubPath = folder.Hub });

        DamagedRow named = (await sidecar.Hub.CheckAsync(CancellationToken.None)).Single();
        Assert.AreEqual(("activities", "waits-for-activity"), (named.Table, named.InstanceId));
    }
}
