using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Sidecar;

namespace Tapir.DurableTask.Conformance.Tests;

/// <summary>The official SDK for JavaScript, as client and as worker, against a real sidecar on TCP.</summary>
[TestClass]
public sealed class JavaScriptTests
{
    [TestMethod]
    [DataRow("two-activities-and-an-event")]
    [DataRow("sub-orchestration")]
    [DataRow("timer")]
    [DataRow("continue-as-new")]
    [DataRow("terminate")]
    [DataRow("suspend-resume")]
    [DataRow("query-and-purge")]
    [DataRow("fan-out-and-retry")]
    public async Task Scenario_WithTheOfficialSdk_Holds(string scenario)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hub");
        try
        {
            var options = new SidecarOptions { HubPath = Path.Combine(folder.FullName, "hub.db"), TcpPort = 0 };
            await using SidecarHost sidecar = await SidecarHost.StartAsync(options, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);

            await NodeEnvironment.RunAsync(scenario, new Uri(sidecar.Address).Authority);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
