using System.Text.Json;
using Tapir.Tests.Azurite;

namespace Tapir.EndToEnd.Stores;

/// <summary>Runs whose artifacts lie in a blob store.</summary>
[TestClass]
public sealed class BlobStoreRunTests
{
    private const string HostJson = """
        { "tapir": { "artifacts": { "store": "blob", "container": "e2e", "connectionVariable": "TAPIR_TEST_STORE", "patience": "2s" } } }
        """;

    [TestMethod]
    public void Run_InABlobStore_MakesTheSameBytesAndLeavesNoArtifactInTheFolder()
    {
        using AzuriteServer azurite = AzuriteServer.Start();
        using TapirProgram program = new();
        program.Write("host.json", HostJson);

        ProgramResult done = Run(program, azurite).AssertExitCode(0);

        Undisturbed.Traces.AssertSame(RunTraces.Of(done));
        Assert.IsEmpty(Directory.GetFiles(Path.Combine(program.State, "artifacts"), "*", SearchOption.AllDirectories));
        Directory.Delete(Path.Combine(program.State, "copies"), recursive: true);
        Assert.AreNotEqual("", program.Run(EnvironmentOf(azurite), "ask", "tiny-1", "What is 2 + 3?").AssertExitCode(0).Output);
    }

    [TestMethod]
    public void Run_StoreGoesAwayAndStaysAway_PausesWithTheReasonAndGoesOnWhenItIsBack()
    {
        using AzuriteServer azurite = AzuriteServer.Start();
        using TapirProgram program = new();
        program.Write("host.json", HostJson);
        using (RunningProgram running = program.Start(EnvironmentOf(azurite), "run", TapirProgram.TinySpec, "--json"))
        {
            running.WaitFor("S_0: ");
            azurite.Kill();

            ProgramResult paused = running.WaitForEnd().AssertExitCode(3);

            JsonElement run = paused.Json();
            Assert.AreEqual("paused", run.GetProperty("status").GetString());
            StringAssert.Contains(run.GetProperty("message").GetString(), "container 'e2e', TAPIR_TEST_STORE");
            StringAssert.Contains(run.GetProperty("message").GetString(), "has not answered for");
            Assert.DoesNotContain(AzuriteServer.Key, paused.ToString());
        }

        azurite.StartAgain();

        ProgramResult done = Run(program, azurite).AssertExitCode(0);

        Undisturbed.Traces.AssertSame(RunTraces.Of(done));
        Assert.AreEqual(0, new LedgerBook(program.Ledger).AskedAfterAnswer);
    }

    [TestMethod]
    public void Run_VariableNotSet_IsRefusedAndNamesIt()
    {
        using TapirProgram program = new();
        program.Write("host.json", HostJson);

        ProgramResult refused = program.RunTiny().AssertExitCode(2);

        StringAssert.Contains(refused.Errors, "TAPIR_TEST_STORE is not set");
    }

    private static ProgramResult Run(TapirProgram program, AzuriteServer azurite) => program.Run(EnvironmentOf(azurite), "run", TapirProgram.TinySpec, "--json");

    private static Dictionary<string, string> EnvironmentOf(AzuriteServer azurite) => new() { ["TAPIR_TEST_STORE"] = azurite.ConnectionString };
}
