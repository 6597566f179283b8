namespace Tapir.DurableTask.Conformance.Tests;

/// <summary>The official SDK for JavaScript, as client and as worker, against a real sidecar on TCP.</summary>
[TestClass]
public sealed class JavaScriptTests
{
    public static IEnumerable<string> Scenarios => NodeEnvironment.ScriptsIn("scenarios");

    [TestMethod]
    [DynamicData(nameof(Scenarios))]
    public async Task Scenario_WithTheOfficialSdk_Holds(string scenario)
    {
        await using TcpSidecar sidecar = await TcpSidecar.StartAsync();

        await NodeEnvironment.RunAsync($"scenarios/{scenario}", sidecar.Authority);
    }
}
