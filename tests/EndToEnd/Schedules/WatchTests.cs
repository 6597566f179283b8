using System.Text.Json;
using Azure.Storage.Blobs;
using Tapir.EndToEnd.Commands;
using Tapir.EndToEnd.Serving;
using Tapir.Tests.Azurite;

namespace Tapir.EndToEnd.Schedules;

/// <summary>Files that come start runs, by the real program over real folders.</summary>
[TestClass]
public sealed class WatchTests
{
    [TestMethod]
    public void Serve_FileIsDropped_FinishesOneRunWithItAndNeverASecond()
    {
        using Incoming incoming = new();
        incoming.Add("in").AssertExitCode(0);
        using (ServedProgram served = ServedProgram.Start(incoming.Program))
        {
            incoming.Drop("a.jsonl", "first");
            Outcome.WaitForFile(incoming.Report("tiny-1"), served.Process);

            JsonElement watch = incoming.UntilQuiet(served.Process).GetProperty("watch");
            Assert.AreEqual(60, watch.GetProperty("lastSet").GetProperty("rows").GetInt32());
            Assert.AreEqual(Path.Combine(incoming.Folder, "a.jsonl"), watch.GetProperty("lastSet").GetProperty("name").GetString());
            using JsonDocument report = JsonDocument.Parse(File.ReadAllText(incoming.Report("tiny-1")));
            Assert.AreEqual(60, report.RootElement.GetProperty("seed").GetProperty("rowsRead").GetInt32());
            served.Kill();
        }

        // What the schedule knows is nobody's but its own: a sweep leaves it.
        incoming.Program.Run("gc", "--delete").AssertExitCode(0);
        using ServedProgram again = ServedProgram.Start(incoming.Program);
        incoming.Drop("a.jsonl", "first");
        incoming.Drop("copy.jsonl", "first");
        JsonElement after = incoming.UntilQuiet(again.Process);

        Assert.IsFalse(after.TryGetProperty("problem", out JsonElement problem), problem.ToString());
        Assert.AreSequenceEqual(["tiny-1"], incoming.Runs());
        StringAssert.Contains(incoming.Program.Run("schedule", "list").AssertExitCode(0).Output, "2 files, nothing new");
        StringAssert.Contains(incoming.Program.Run("schedule", "run-now", "incoming").AssertExitCode(0).Output, "started tiny-2");
    }

    /// <summary>Killed at every instant between the look that takes a set and the record of its run.</summary>
    [TestMethod]
    public void Serve_KilledBetweenLookAndStart_IsOneRun()
    {
        using Incoming incoming = new();
        incoming.Add("in").AssertExitCode(0);
        incoming.Drop("a.jsonl", "first");
        string[] serve = ["serve", "--urls", "http://127.0.0.1:0"];

        incoming.Program.CrashAt("Tapir.Activities/watch.set-read:1", serve);
        incoming.Program.CrashAt("Tapir.Sidecar/activity.before-commit:1", serve);
        incoming.Program.CrashAt("Tapir.Sidecar/activity.after-commit:1", serve);
        incoming.Program.CrashAt("Tapir.Runs/run.before-record:1", serve);
        incoming.Program.CrashAt("Tapir.Runs/run.after-record:1", serve);

        using ServedProgram served = ServedProgram.Start(incoming.Program);
        JsonElement schedule = incoming.Until(served.Process, state => state.TryGetProperty("lastRun", out _));
        Assert.AreEqual("tiny-1", schedule.GetProperty("lastRun").GetString());
        incoming.UntilQuiet(served.Process);
        Assert.AreSequenceEqual(["tiny-1"], incoming.Runs());
    }

    [TestMethod]
    public void Serve_FilesWhileARunIsOpen_QueueStartsThemAsOneSetAfterIt()
    {
        using Incoming incoming = new();
        incoming.Add("in").AssertExitCode(0);
        incoming.Drop("a.jsonl", "first");
        using ServedProgram served = ServedProgram.Start(incoming.Program);
        incoming.Until(served.Process, state => state.TryGetProperty("lastRun", out _));

        incoming.Drop("b.jsonl", "second");
        incoming.Drop("c.jsonl", "third");
        Outcome.WaitForFile(incoming.Report("tiny-2"), served.Process);

        incoming.UntilQuiet(served.Process);
        Assert.AreSequenceEqual(["tiny-1", "tiny-2"], incoming.Runs().Order(StringComparer.Ordinal).ToArray());
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(incoming.Report("tiny-2")));
        Assert.AreEqual(120, report.RootElement.GetProperty("seed").GetProperty("rowsRead").GetInt32());
    }

    [TestMethod]
    public void Watch_NotAllowed_IsRefusedWhenAddedAndWhenLooked()
    {
        using Incoming incoming = new();
        Directory.CreateDirectory(Path.Combine(incoming.Program.Root, "secret"));
        Directory.CreateSymbolicLink(Path.Combine(incoming.Folder, "out"), Path.Combine(incoming.Program.Root, "secret"));

        StringAssert.Contains(incoming.Add("secret").AssertExitCode(2).Errors, "error: --watch:");
        string refused = incoming.Add("in/out").AssertExitCode(2).Errors;
        StringAssert.Contains(refused, "'in/out' is not within what 'tapir.allow.read' of host.json lists (in), symbolic links followed");
        Assert.DoesNotContain("secret", refused);
        StringAssert.Contains(incoming.Add("in/none").AssertExitCode(2).Errors, "there is no folder");
        incoming.Add("in").AssertExitCode(0);
        incoming.Allow();
        incoming.Drop("a.jsonl", "first");
        using ServedProgram served = ServedProgram.Start(incoming.Program);

        JsonElement away = incoming.Until(served.Process, state => state.TryGetProperty("problem", out _));
        StringAssert.Contains(away.GetProperty("problem").GetString(), "is not within what 'tapir.allow.read' of host.json lists (nothing)");
        Assert.AreEqual("away", away.GetProperty("watch").GetProperty("phase").GetString());
        Assert.IsEmpty(incoming.Runs());

        incoming.Allow("in");
        incoming.Until(served.Process, state => state.TryGetProperty("lastRun", out _));
    }

    [TestMethod]
    public void Serve_WatchInSettings_NeedsNoOtherLeaveAndPauseAndResumeReachIt()
    {
        using Incoming incoming = new();
        incoming.Program.Write("tiny.yaml", File.ReadAllText(TapirProgram.TinySpec).Replace("judge: { kind: tutor }", "judge: { kind: reference }", StringComparison.Ordinal));
        incoming.Program.Write("host.json", """{ "tapir": { "schedules": [ { "name": "incoming", "spec": "tiny.yaml", "watch": "in", "settle": "1s", "every": "1s" } ] } }""");
        using ServedProgram served = ServedProgram.Start(incoming.Program);
        incoming.UntilQuiet(served.Process);

        incoming.Program.Run("schedule", "pause", "incoming").AssertExitCode(0);
        incoming.Drop("a.jsonl", "first");
        Assert.AreEqual("paused", incoming.Schedule().GetProperty("status").GetString());
        Assert.IsEmpty(incoming.Runs());
        incoming.Program.Run("schedule", "resume", "incoming").AssertExitCode(0);

        Assert.AreEqual("tiny-1", incoming.Until(served.Process, state => state.TryGetProperty("lastRun", out _)).GetProperty("lastRun").GetString());
    }

    [TestMethod]
    public async Task Serve_BlobsAreUploaded_StartsOneRunFromThem()
    {
        using AzuriteServer azurite = AzuriteServer.Start();
        using Incoming incoming = new();
        incoming.Allow("blob:incoming/daily");
        Dictionary<string, string> environment = new() { ["TAPIR_TEST_STORE"] = azurite.ConnectionString };
        incoming.Add("blob:incoming/daily").AssertExitCode(0);
        BlobContainerClient container = new(azurite.ConnectionString, "incoming");
        await container.CreateAsync();
        await container.UploadBlobAsync("daily/a.jsonl", new BinaryData(Incoming.Rows("first")));
        await container.UploadBlobAsync("daily/b.jsonl", new BinaryData(Incoming.Rows("second")));
        await container.UploadBlobAsync("other/c.jsonl", new BinaryData(Incoming.Rows("third")));
        using RunningProgram serving = incoming.Program.Start(environment, "serve", "--urls", "http://127.0.0.1:0");
        serving.WaitFor("Tapir serves http");

        Outcome.WaitForFile(incoming.Report("tiny-1"), serving);

        JsonElement set = incoming.UntilQuiet(serving).GetProperty("watch").GetProperty("lastSet");
        Assert.AreEqual((2, 120), (set.GetProperty("files").GetInt32(), set.GetProperty("rows").GetInt32()));
        Assert.AreSequenceEqual(["tiny-1"], incoming.Runs());
    }
}
