using System.Text.Json;
using Tapir.EndToEnd.Commands;
using Tapir.EndToEnd.Serving;

namespace Tapir.EndToEnd.Schedules;

/// <summary>Schedules by command, with and without a process that works on them.</summary>
[TestClass]
public sealed class ScheduleCommandTests
{
    [TestMethod]
    public void Commands_NobodyServes_TakeEffectAtOnce()
    {
        using TapirProgram program = new();
        Add(program, "nightly", "30 2 * * *").AssertExitCode(0);

        JsonElement made = Single(program);
        Assert.AreEqual("active", made.GetProperty("status").GetString());
        Assert.AreEqual(5, made.GetProperty("upcoming").GetArrayLength());
        StringAssert.Contains(Add(program, "nightly", "30 4 * * *").AssertExitCode(2).Errors, "There is a schedule 'nightly' already; add --replace");

        StringAssert.Contains(program.Run("schedule", "pause", "nightly").AssertExitCode(0).Output, "nightly is paused");
        Assert.AreEqual("paused", Single(program).GetProperty("status").GetString());
        StringAssert.Contains(program.Run("schedule", "run-now", "nightly").AssertExitCode(0).Output, "started tiny-1");
        Assert.AreEqual("queued", program.Run("status", "tiny-1", "--json").AssertExitCode(0).Json().GetProperty("status").GetString());
        StringAssert.Contains(program.Run("schedule", "run-now", "nightly").AssertExitCode(1).Output, "tiny-1 is not over");
        StringAssert.Contains(program.Run("schedule", "resume", "nightly").AssertExitCode(0).Output, "nightly is resumed");

        Assert.AreEqual("30 4 * * *", Add(program, "nightly", "30 4 * * *", "--replace", "--json").AssertExitCode(0).Json().GetProperty("cron").GetString());
        StringAssert.Contains(program.Run("schedule", "list").AssertExitCode(0).Output, "tiny-1");
        program.Run("schedule", "remove", "nightly").AssertExitCode(0);
        Assert.AreEqual(0, program.Run("schedule", "list", "--json").AssertExitCode(0).Json().GetArrayLength());
        StringAssert.Contains(program.Run("schedule", "pause", "nightly").AssertExitCode(2).Errors, "There is no schedule 'nightly'");
    }

    /// <summary>The answer is lost, the run is not, and there is no second one.</summary>
    [TestMethod]
    public void RunNow_KilledBetweenRecordAndAnswer_IsOneRun()
    {
        using TapirProgram program = new();
        Add(program, "nightly", "30 2 * * *").AssertExitCode(0);

        program.CrashAt("Tapir.Runs/run.after-record:1", "schedule", "run-now", "nightly");
        program.Run("schedule", "run-now", "nightly").AssertExitCode(1);

        Assert.AreEqual("tiny-1", Single(program).GetProperty("lastRun").GetString());
        Assert.AreEqual("tiny-1", program.Run("runs", "--json").AssertExitCode(0).Json().EnumerateArray().Single().GetProperty("run").GetString());
    }

    /// <summary>A worker that works on one run alone is not given schedules that are due, which it could only fail.</summary>
    [TestMethod]
    public void Run_ScheduleIsDue_LeavesItAlone()
    {
        using TapirProgram program = new();
        Add(program, "always", "* * * * * *", "--set", "name=scheduled").AssertExitCode(0);

        Undisturbed.Traces.AssertSame(RunTraces.Of(program.RunTiny()));

        Assert.AreEqual("active", Single(program).GetProperty("status").GetString());
        Assert.AreEqual("tiny-1", program.Run("runs", "--json").AssertExitCode(0).Json().EnumerateArray().Single().GetProperty("run").GetString());
    }

    [TestMethod]
    public void Serve_ScheduleInSettings_RunsToItsEndAndCommandsReachIt()
    {
        using TapirProgram program = new();
        program.Write("tiny.yaml", File.ReadAllText(TapirProgram.TinySpec));
        program.Write("host.json", """{ "tapir": { "schedules": [ { "name": "always", "spec": "tiny.yaml", "cron": "* * * * * *" } ] } }""");
        using ServedProgram served = ServedProgram.Start(program);

        Outcome.WaitForFile(Path.Combine(program.State, "runs", "tiny-1", "report.html"), served.Process);
        StringAssert.Contains(program.Run("schedule", "pause", "always").AssertExitCode(0).Output, "always is paused");
        StringAssert.Contains(program.Run("schedule", "remove", "always").AssertExitCode(2).Errors, "always comes from host.json; change or remove it there");

        JsonElement schedule = Single(program);
        Assert.AreEqual("paused", schedule.GetProperty("status").GetString());
        Assert.AreEqual("settings", schedule.GetProperty("source").GetString());
        Undisturbed.Traces.AssertSame(RunTraces.Of(program.Run("status", "tiny-1", "--json")));
    }

    [TestMethod]
    public void Serve_ScheduleInSettingsIsWrong_SaysWhichLineAndDoesNotStart()
    {
        using TapirProgram program = new();
        program.Write("host.json", "{ \"tapir\": { \"schedules\": [\n  { \"name\": \"always\", \"spec\": \"none.yaml\",\n    \"cron\": \"61 * * * *\" }\n] } }");

        string errors = program.Run("serve", "--urls", "http://127.0.0.1:0").AssertExitCode(2).Errors;

        StringAssert.Contains(errors, "error: host.json:3:13: schedule 'always': '61 * * * *' is no cron expression");
        StringAssert.Contains(errors, "error: host.json:2:31: schedule 'always': none.yaml: no such file");
    }

    [TestMethod]
    public void Add_SeveralThingsWrong_TellsEachByItsOption()
    {
        using TapirProgram program = new();

        string errors = Add(program, "Nightly", "0 0 30 2 *", "--time-zone", "Europe/Berln", "--missed-limit", "0").AssertExitCode(2).Errors;

        StringAssert.Contains(errors, "error: NAME: 'Nightly': use 1 to 40 lower-case letters");
        StringAssert.Contains(errors, "error: --cron: '0 0 30 2 *' never fires: there is no such day");
        StringAssert.Contains(errors, "error: --time-zone: This machine knows no time zone 'Europe/Berln'");
        StringAssert.Contains(errors, "error: --missed-limit: '0': must be between 1 and 1000");
        Assert.IsFalse(Directory.Exists(program.State), "A schedule that is refused leaves nothing behind.");
    }

    /// <summary>Its runs would start with nobody there to look, so that the operator's lists hold for it however it was made.</summary>
    [TestMethod]
    public void Add_SpecNamesWhatIsNotListed_IsRefusedUntilItIs()
    {
        using TapirProgram program = new();
        string[] endpoint = ["--set", "teacher={ kind: openAI, model: m, url: http://127.0.0.1:1/v1 }"];

        string errors = Add(program, "nightly", "@daily", endpoint).AssertExitCode(2).Errors;
        program.Write("host.json", """{ "tapir": { "allow": { "endpoints": ["http://127.0.0.1:1/v1"] } } }""");

        StringAssert.Contains(errors, "error: SPEC: --set teacher: 'http://127.0.0.1:1/v1' is in a private network or on this machine, and 'tapir.allow.endpoints' of host.json does not list it");
        Add(program, "nightly", "@daily", endpoint).AssertExitCode(0);
    }

    private static ProgramResult Add(TapirProgram program, string name, string cron, params string[] more) =>
        program.Run(["schedule", "add", name, TapirProgram.TinySpec, "--cron", cron, .. more]);

    private static JsonElement Single(TapirProgram program) => program.Run("schedule", "list", "--json").AssertExitCode(0).Json().EnumerateArray().Single();
}
