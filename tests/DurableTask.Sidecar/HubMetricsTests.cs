using Tapir.Tests.Telemetry;

namespace Tapir.DurableTask.Sidecar.Tests;

[TestClass]
public sealed class HubMetricsTests
{
    [TestMethod]
    public async Task Read_HubWithWork_TellsInstancesByStatusAndWhatWaits()
    {
        using RecordedTelemetry telemetry = new();
        await using (RunningSidecar sidecar = await RunningSidecar.StartAsync())
        {
            await sidecar.RunToEndAsync("done");
            await sidecar.StartAsync("a");
            await sidecar.StartAsync("b");
            await sidecar.RaiseAsync("b", "go", "1");

            telemetry.ReadObservable();
        }

        // Nothing comes of a hub that is closed.
        telemetry.ReadObservable();
        Assert.AreEqual("Completed 1, Pending 2", Text(telemetry.Measurements("durabletask.hub.instances"), "durabletask.task.status"));
        Assert.AreEqual("activity 0, message 3, timer 0", Text(telemetry.Measurements("durabletask.hub.backlog"), "durabletask.type"));
        Assert.AreEqual(0, telemetry.Measurements("durabletask.hub.parked").Single().Value);
        Assert.AreEqual(0, telemetry.Measurements("durabletask.hub.workers").Single().Value);
        Assert.AreEqual("activity, message", string.Join(", ", telemetry.Measurements("durabletask.hub.oldest").OrderBy(measured => measured.Value).Select(measured => measured.Tags["durabletask.type"])), "A message waits, no activity.");
    }

    private static string Text(IEnumerable<Measured> measurements, string tag) =>
        string.Join(", ", measurements.Select(measured => $"{measured.Tags[tag]} {measured.Value}").Order(StringComparer.Ordinal));
}
