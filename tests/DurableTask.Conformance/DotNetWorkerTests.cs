namespace Tapir.DurableTask.Conformance.Tests;

/// <summary>The client of the official SDK for JavaScript, and Tapir's worker.</summary>
[TestClass]
public sealed class DotNetWorkerTests
{
    public static IEnumerable<string> Scripts => NodeEnvironment.ScriptsIn("clients");

    [TestMethod]
    [DynamicData(nameof(Scripts))]
    public async Task Script_OfAJavaScriptClient_Holds(string script)
    {
        await using TcpSidecar sidecar = await TcpSidecar.StartAsync();
        await using DotNetWorker worker = await DotNetWorker.StartAsync(sidecar.Address, new DotNetTasks().Register);

        await NodeEnvironment.RunAsync($"clients/{script}", sidecar.Authority);
    }
}
