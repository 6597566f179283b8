namespace Tapir.EndToEnd.Stores;

[TestClass]
public sealed class BlobSweepTests
{
    [TestMethod]
    public void GcDelete_BlobStore_IsRefusedBeforeAnythingIsLookedAt()
    {
        using TapirProgram program = new();
        Directory.CreateDirectory(Path.Combine(program.State, "runs"));
        program.Write("host.json", """{ "tapir": { "artifacts": { "store": "blob", "connectionVariable": "TAPIR_TEST_STORE" } } }""");

        ProgramResult refused = program.Run("gc", "--delete");

        refused.AssertExitCode(2);
        StringAssert.Contains(refused.Errors, "does not remove from a blob store yet");
    }
}
