using System.Text.Json;
using Tapir.EndToEnd.Notifying;
using Tapir.EndToEnd.Serving;

namespace Tapir.EndToEnd.Stores;

/// <summary>Backups by the clock while `tapir serve` works.</summary>
[TestClass]
public sealed class ClockedBackupTests
{
    [TestMethod]
    public async Task Serve_BackupEverySecond_TakesThemWhileARunGoesOnAndKeepsTheNewest()
    {
        using TapirProgram program = new();
        using TapirProgram found = new();
        string backups = Path.Combine(found.Root, "backups");
        program.Write("host.json", HostJson(backups));
        using ServedProgram served = ServedProgram.Start(program);
        string run = await served.StartTinyAsync();
        await served.WaitForEndAsync(run);
        string[] seen = [.. await UntilAsync(() => Ids(program, backups), ids => ids.Length == 2)];

        string[] later = [.. await UntilAsync(() => Ids(program, backups), ids => ids.Length == 2 && !ids.Intersect(seen).Any())];

        served.Terminate();
        Assert.IsTrue(later.All(id => string.CompareOrdinal(id, seen.Max()) > 0), "The oldest went.");
        StringAssert.Contains(found.Run("restore", "--from", backups).AssertExitCode(0).Output, "Restored");
        Undisturbed.Traces.AssertSame(RunTraces.Of(found.RunTiny()));
    }

    [TestMethod]
    public async Task Serve_PlaceCannotBeUsed_TellsAndHealthSaysSo()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        using TapirProgram program = new();
        // No folder can be made below a file.
        string place = Path.Combine(program.Write("file", ""), "backups");
        program.Write("host.json", receiver.HostJson.Replace("{ \"tapir\": {", $$"""{ "tapir": { "backup": { "cron": "* * * * * *", "to": "{{place}}" },""", StringComparison.Ordinal));
        using RunningProgram serving = program.Start(WebhookReceiver.Environment, "serve", "--urls", "http://127.0.0.1:0");
        string url = serving.WaitFor("Tapir serves http").Split(' ', ';')[2];

        WebhookReceiver.Received notice = await receiver.WaitForAsync(received => received.Event == "backupFailed");

        Assert.AreEqual(("", "failed"), (notice.Run, notice.Status));
        StringAssert.Contains(notice.Message, place);
        ProgramResult health = await UntilAsync(() => program.Run("health", "--url", url), result => result.Output.Contains("no backup was taken yet", StringComparison.Ordinal));
        Assert.AreEqual(0, health.ExitCode, "It works all the same.");
        StringAssert.Contains(health.Output, place);
    }

    private static string HostJson(string to) => $$"""{ "tapir": { "backup": { "cron": "* * * * * *", "keep": 2, "to": "{{to}}" } } }""";

    private static string[] Ids(TapirProgram program, string backups) => Directory.Exists(backups)
        ? [.. program.Run("backup", "list", "--from", backups, "--json").AssertExitCode(0).Json().EnumerateArray().Select(backup => backup.GetProperty("id").GetString()!)]
        : [];

    private static async Task<T> UntilAsync<T>(Func<T> look, Predicate<T> isSo)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(2));
        T seen = look();
        while (!isSo(seen))
        {
            patience.Token.ThrowIfCancellationRequested();
            // Each look starts a process, which takes longer than what is waited for.
            await Task.Yield();
            seen = look();
        }

        return seen;
    }
}
