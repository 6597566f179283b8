using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Received = Tapir.EndToEnd.Notifying.WebhookReceiver.Received;

namespace Tapir.EndToEnd.Notifying;

/// <summary>Runs that somebody wants to be told of.</summary>
[TestClass]
public sealed class WebhookTests
{
    [TestMethod]
    public async Task Run_ToItsEnd_TellsOfStartAndEndSignedAndMakesTheSameBytes()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        using TapirProgram program = new();
        program.Write("host.json", receiver.HostJson);

        ProgramResult done = RunTiny(program);

        Undisturbed.Traces.AssertSame(RunTraces.Of(done));
        Assert.AreSequenceEqual(
            [("started", "running"), ("finished", "done")], receiver.Got.OrderBy(notice => notice.Event == "finished").Select(notice => (notice.Event, notice.Status)).ToArray());
        Assert.IsTrue(receiver.Got.All(notice => notice.Run == "tiny-1" && notice.Delivery == notice.Id));
        AssertSigned(receiver.Got);
        AssertSecretsAreNowhere(program, done);
    }

    [TestMethod]
    public async Task Run_ReceiverFailsAtFirst_IsToldAgainUnderTheSameId()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        int answered = 0;
        receiver.Answer = (notice, _) => Task.FromResult(notice.Event == "started" && Interlocked.Increment(ref answered) <= 2 ? 500 : 200);
        using TapirProgram program = new();
        program.Write("host.json", receiver.HostJson);

        RunTiny(program).AssertExitCode(0);

        Received[] started = [.. receiver.Got.Where(notice => notice.Event == "started")];
        Assert.HasCount(3, started);
        Assert.HasCount(1, started.Select(notice => notice.Id).Distinct().ToArray());
        Assert.HasCount(1, receiver.Got.Where(notice => notice.Event == "finished").ToArray());
    }

    [TestMethod]
    public async Task Run_KilledWhileItTellsOfTheEnd_TellsItAgainUnderTheSameId()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        // The last notice is received but never answered while the process lives.
        receiver.Answer = async (notice, gone) =>
        {
            if (notice.Event == "finished")
            {
                await Task.Delay(Timeout.Infinite, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return 200;
        };
        using TapirProgram program = new();
        program.Write("host.json", receiver.HostJson);
        using (RunningProgram running = program.Start(WebhookReceiver.Environment, "run", TapirProgram.TinySpec, "--json"))
        {
            await receiver.WaitForAsync(notice => notice.Event == "finished");
            running.Kill();
        }

        receiver.Answer = (_, _) => Task.FromResult(200);
        RunTiny(program).AssertExitCode(0);

        Received[] finished = [.. receiver.Got.Where(notice => notice.Event == "finished")];
        Assert.HasCount(2, finished);
        Assert.AreEqual(finished[0].Body, finished[1].Body);
        RunTiny(program).AssertExitCode(0);
        Assert.HasCount(2, receiver.Got.Where(notice => notice.Event == "finished").ToArray());
    }

    [TestMethod]
    public async Task Run_KilledRightBeforeAndAfterItsStart_TellsOfTheStartOnce()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        using TapirProgram program = new();
        program.Write("host.json", receiver.HostJson);
        string[] tiny = ["run", TapirProgram.TinySpec, "--json"];
        program.CrashAt("Tapir.Sidecar/turn.before-commit:1", WebhookReceiver.Environment, tiny);
        program.CrashAt("Tapir.Sidecar/turn.after-commit:1", WebhookReceiver.Environment, tiny);
        Assert.IsEmpty(receiver.Got);

        RunTiny(program).AssertExitCode(0);

        Assert.HasCount(1, receiver.Got.Where(notice => notice.Event == "started").ToArray());
    }

    [TestMethod]
    public async Task Run_BudgetIsSpent_TellsWhatToDo()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        using TapirProgram program = new();
        program.Write("host.json", receiver.HostJson);

        ProgramResult paused = RunTiny(program, "--set", "budget.calls=150").AssertExitCode(3);

        Received told = receiver.Got.Single(notice => notice.Event == "paused");
        Assert.AreEqual(paused.Json().GetProperty("message").GetString(), told.Message);
        StringAssert.Contains(told.Message, "tapir budget tiny-1 add");
        AssertSigned(receiver.Got);
    }

    [TestMethod]
    public async Task Run_FailsTwice_TellsWhyEachTimeUnderAnIdOfItsOwn()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        using TapirProgram program = new();
        program.Write("host.json", receiver.HostJson);
        // Rows far longer than the student's context.
        string rows = program.Write("rows.jsonl", string.Join('\n', Enumerable.Range(1, 12).Select(row =>
            $$"""{"instruction": "Row {{row}}: {{string.Join(' ', Enumerable.Range(0, 60).Select(number => $"word{(row * 1000) + number}"))}}?", "output": "Answer: {{row}}"}""")));
        string[] tooSmall = ["--set", $"seed.path={rows}", "--set", "judge.kind=reference", "--set", "student.context=32", "--set", "evaluation.answerTokens=8"];

        ProgramResult first = RunTiny(program, tooSmall).AssertExitCode(1);
        ProgramResult second = RunTiny(program, tooSmall).AssertExitCode(1);

        Received[] failed = [.. receiver.Got.Where(notice => notice.Event == "failed")];
        Assert.HasCount(2, failed);
        Assert.AreNotEqual(failed[0].Id, failed[1].Id);
        Assert.AreEqual(first.Json().GetProperty("message").GetString(), failed[0].Message);
        Assert.AreEqual(second.Json().GetProperty("message").GetString(), failed[1].Message);
        StringAssert.Contains(failed[0].Message, "student.context");
    }

    [TestMethod]
    public async Task Run_ReceiverIsDown_EndsAllTheSameAndSaysThatANoticeIsLeft()
    {
        string hostJson;
        await using (WebhookReceiver receiver = await WebhookReceiver.StartAsync())
        {
            hostJson = receiver.HostJson;
        }

        using TapirProgram program = new();
        program.Write("host.json", hostJson);

        ProgramResult done = RunTiny(program);

        Undisturbed.Traces.AssertSame(RunTraces.Of(done));
        StringAssert.Contains(done.Errors, "2 notices of tiny-1 could not be delivered yet");
        AssertSecretsAreNowhere(program, done);
    }

    [TestMethod]
    public void Run_NobodyWantsToBeTold_StartsNoNotice()
    {
        using SqliteConnection hub = new($"Data Source={Path.Combine(Undisturbed.Program.State, "hub.db")};Mode=ReadOnly;Pooling=False");

        Assert.AreEqual(0, hub.ExecuteScalar<int>("SELECT count(*) FROM instances WHERE id LIKE 'notify:%'"));
    }

    private static ProgramResult RunTiny(TapirProgram program, params string[] more) =>
        program.Run(WebhookReceiver.Environment, ["run", TapirProgram.TinySpec, "--json", .. more]);

    private static void AssertSigned(IEnumerable<Received> notices)
    {
        foreach (Received notice in notices)
        {
            string[] parts = notice.Signature.Split(',');
            byte[] expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(WebhookReceiver.Secret), Encoding.UTF8.GetBytes($"{parts[0]["t=".Length..]}.{notice.Body}"));
            Assert.AreEqual($"v1={Convert.ToHexStringLower(expected)}", parts[1]);
        }
    }

    private static void AssertSecretsAreNowhere(TapirProgram program, ProgramResult printed)
    {
        foreach (string secret in new[] { WebhookReceiver.Secret, "secret-path-77" })
        {
            Assert.DoesNotContain(secret, printed.ToString());
            foreach (string file in Directory.EnumerateFiles(program.State, "*", SearchOption.AllDirectories))
            {
                Assert.IsLessThan(0, File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)), $"{secret} in {file}");
            }
        }
    }
}
