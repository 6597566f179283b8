using System.Text.Json;
using Tapir.Tests.Azurite;

namespace Tapir.EndToEnd.Stores;

[TestClass]
public sealed class TransferTests
{
    private const string HostJson = """
        { "tapir": { "artifacts": { "container": "e2e", "connectionVariable": "TAPIR_TEST_STORE", "patience": "2s" } } }
        """;

    [TestMethod]
    public void PushAndPull_ArtifactsOfTheFolderAreLost_ComeBackFromTheBlobStore()
    {
        using AzuriteServer azurite = AzuriteServer.Start();
        using TapirProgram program = Undisturbed.Copy();
        program.Write("host.json", HostJson);
        Dictionary<string, string> environment = new() { ["TAPIR_TEST_STORE"] = azurite.ConnectionString };
        JsonElement pushed = program.Run(environment, "push", "tiny-1", "--json").AssertExitCode(0).Json();
        int count = pushed.GetProperty("copiedCount").GetInt32();
        Assert.IsGreaterThan(0, count);
        Assert.AreEqual(count, program.Run(environment, "push", "--json").AssertExitCode(0).Json().GetProperty("presentCount").GetInt32(), "A second push finds all of it there.");
        Directory.Delete(Path.Combine(program.State, "artifacts"), recursive: true);

        JsonElement pulled = program.Run(environment, "pull", "--json").AssertExitCode(0).Json();

        Assert.AreEqual(count, pulled.GetProperty("copiedCount").GetInt32());
        Assert.AreNotEqual("", program.Run("ask", "tiny-1", "What is 2 + 3?").AssertExitCode(0).Output);
    }

    [TestMethod]
    public void Push_AllToAFolder_IsAStateFolderToPullFrom()
    {
        using TapirProgram program = Undisturbed.Copy();
        using TapirProgram other = Undisturbed.Copy();
        int stored = Directory.GetFiles(Path.Combine(program.State, "artifacts"), "*", SearchOption.AllDirectories).Length;
        Directory.Delete(Path.Combine(other.State, "artifacts"), recursive: true);

        program.Run("push", "--all", "--to", "copy").AssertExitCode(0);
        JsonElement pulled = other.Run("pull", "--all", "--from", Path.Combine(program.Root, "copy"), "--json").AssertExitCode(0).Json();

        Assert.AreEqual(stored, pulled.GetProperty("copiedCount").GetInt32());
    }

    [TestMethod]
    public void Pull_NotThere_FailsAndNamesWhatIsMissing()
    {
        using TapirProgram program = Undisturbed.Copy();
        string digest = new('b', 64);
        Directory.CreateDirectory(Path.Combine(program.Root, "empty", "artifacts"));

        ProgramResult failed = program.Run("pull", digest, "--from", "empty").AssertExitCode(1);

        StringAssert.Contains(failed.Output, digest);
        StringAssert.Contains(program.Run("pull", "--from", "nowhere").AssertExitCode(2).Errors, "nowhere");
        StringAssert.Contains(program.Run("push").AssertExitCode(2).Errors, "host.json names no blob store");
        StringAssert.Contains(program.Run("push", "other-7").AssertExitCode(2).Errors, "host.json names no blob store");
    }
}
