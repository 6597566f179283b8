using Tapir.Host.Scheduling;
using Tapir.Host.Settings;
using Tapir.Host.Specs;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Tests.Scheduling;

[TestClass]
public sealed class SettingsSchedulesTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    public SettingsSchedulesTests()
    {
        folder.Write("mine.yaml", "name: mine\n");
        folder.Write("private.yaml", "name: private\nteacher:\n  kind: openAI\n  model: m\n  url: http://10.1.2.3/v1\n");
        folder.Write("rf.yaml", "name: mine\njudge: { kind: reference }\n");
    }

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public void Read_AllKeys_IsTheScheduleWithItsSpec()
    {
        ScheduleDefinition read = Read("""
            { "name": "nightly", "spec": "mine.yaml", "set": { "curriculum.rounds": 2 }, "cron": "30 2 * * *", "timeZone": "Europe/Berlin",
              "start": "2026-12-01", "end": "2026-12-31T06:00Z", "overlap": "queue", "missed": "all", "missedLimit": 3, "jitter": "10m" }
            """).Single();

        Assert.AreEqual(
            new CronTrigger("30 2 * * *", "Europe/Berlin")
            {
                Start = new DateTimeOffset(2026, 11, 30, 23, 0, 0, TimeSpan.Zero),
                End = new DateTimeOffset(2026, 12, 31, 6, 0, 0, TimeSpan.Zero),
                Missed = MissedPolicy.All,
                MissedLimit = 3,
                Jitter = TimeSpan.FromMinutes(10),
            },
            read.Trigger);
        Assert.AreEqual(("nightly", "mine", 2, OverlapPolicy.Queue, ScheduleSource.Settings), (read.Name, read.Spec.Name, read.Spec.Curriculum.Rounds, read.Overlap, read.Source));
    }

    [TestMethod]
    public void Read_Watch_IsTheTriggerWithTheFolderThatItReallyIs()
    {
        Directory.CreateDirectory(folder.File("real"));
        Directory.CreateSymbolicLink(folder.File("in"), folder.File("real"));

        ScheduleDefinition read = Read("""{ "name": "a", "spec": "rf.yaml", "watch": "in", "pattern": "*.txt", "settle": "1m", "every": "5s" }""").Single();
        ScheduleDefinition usual = Read("""{ "name": "a", "spec": "rf.yaml", "watch": "blob:incoming/daily" }""").Single();

        Assert.AreEqual(new WatchTrigger(folder.File("real")) { Pattern = "*.txt", Settle = TimeSpan.FromMinutes(1), Every = TimeSpan.FromSeconds(5) }, read.Trigger);
        Assert.AreEqual(OverlapPolicy.Queue, read.Overlap);
        Assert.AreEqual(new WatchTrigger("blob:incoming/daily/"), usual.Trigger);
    }

    /// <summary>Each is one message, and says where in host.json.</summary>
    [TestMethod]
    [DataRow("""{ "name": "a", "spec": "mine.yaml" }""", "host.json:3:1: schedule 'a': a schedule needs 'cron'")]
    [DataRow("""{ "name": "a", "spec": "mine.yaml", "cron": "61 * * * *" }""", "host.json:3:45: schedule 'a': '61 * * * *' is no cron expression")]
    [DataRow("""{ "name": "a", "spec": "mine.yaml", "cron": "0 0 30 2 *" }""", "host.json:3:45: schedule 'a': '0 0 30 2 *' never fires: there is no such day")]
    [DataRow("""{ "name": "a", "spec": "mine.yaml", "end": "2026-11-01", "cron": "@daily" }""", "host.json:3:66: schedule 'a': '@daily' never fires: its end, 2026-11-01, has passed")]
    [DataRow("""{ "name": "a", "spec": "mine.yaml", "start": "2026-12-02", "end": "2026-12-20", "cron": "0 0 1 * *" }""", "never fires between 2026-12-02 and 2026-12-20")]
    [DataRow("""{ "name": "a", "spec": "mine.yaml", "cron": "@daily", "timeZone": "Europe/Berln" }""", "host.json:3:67: schedule 'a': This machine knows no time zone 'Europe/Berln'; write it as in Europe/Berlin or America/New_York, or UTC. Did you mean 'Europe/Berlin'?")]
    [DataRow("""{ "name": "a", "spec": "mine.yaml", "cron": "@daily", "start": "2026-12-02", "end": "2026-12-01" }""", "host.json:3:85: schedule 'a': 'end' (2026-12-01) is before 'start' (2026-12-02)")]
    [DataRow("""{ "name": "a", "spec": "mine.yaml", "cron": "@daily", "start": "soon" }""", "host.json:3:64: schedule 'a': 'soon' is no time")]
    [DataRow("""{ "name": "a", "spec": "yours.yaml", "cron": "@daily" }""", "host.json:3:24: schedule 'a': yours.yaml: no such file")]
    [DataRow("""{ "name": "a", "spec": "mine.yaml", "cron": "@daily", "set": { "curriculum.round": 1 } }""", "host.json:3:24: schedule 'a': --set curriculum.round: unknown key 'curriculum.round'; did you mean 'rounds'?")]
    [DataRow("""{ "name": "a", "spec": "mine.yaml", "cron": "@daily", "set": { "seed.path": "/etc/passwd", "judge.kind": "reference" } }""", "host.json:3:24: schedule 'a': --set seed.path: '/etc/passwd' is not within what 'tapir.allow.read' of host.json lists (nothing)")]
    [DataRow("""{ "name": "a", "spec": "private.yaml", "cron": "@daily" }""", "host.json:3:24: schedule 'a': private.yaml:5:8: 'http://10.1.2.3/v1' is in a private network")]
    [DataRow("""{ "name": "A", "spec": "mine.yaml", "cron": "@daily" }""", "host.json:3:11: 'tapir.schedules[0].name' is 'A': use 1 to 40 lower-case letters, digits and hyphens")]
    [DataRow("""{ "name": "a", "spec": "mine.yaml", "corn": "@daily" }""", "host.json:3:37: unknown key 'tapir.schedules[0].corn'; did you mean 'cron'?")]
    [DataRow("""{ "name": "a", "spec": "rf.yaml", "cron": "@daily", "watch": "in" }""", "host.json:3:62: schedule 'a': a schedule has 'cron' or 'watch', not both")]
    [DataRow("""{ "name": "a", "spec": "mine.yaml", "watch": "in" }""", "mine.yaml: 'judge.kind' is tutor, which can only grade its own tasks; for watched files write reference or teacher")]
    [DataRow("""{ "name": "a", "spec": "rf.yaml", "watch": "" }""", "host.json:3:44: schedule 'a': it is empty; name a folder, or blob:CONTAINER/PREFIX")]
    [DataRow("""{ "name": "a", "spec": "rf.yaml", "watch": "blob:A_B/x" }""", "'blob:A_B/x' names no container; write blob:CONTAINER/PREFIX")]
    [DataRow("""{ "name": "a", "spec": "rf.yaml", "watch": "in", "settle": "0s" }""", "host.json:3:60: schedule 'a': 'settle' must be between 1s and 1d; it is 0ms")]
    [DataRow("""{ "name": "a", "spec": "rf.yaml", "watch": "in", "every": "2d" }""", "'every' must be between 1s and 1d; it is 2d")]
    [DataRow("""{ "name": "a", "spec": "rf.yaml", "watch": "in", "pattern": "x/*.jsonl" }""", "'x/*.jsonl' is no pattern of file names")]
    [DataRow("""{ "name": "a", "spec": "rf.yaml", "watch": "in", "jitter": "5m" }""", "'jitter' goes with 'cron', and this schedule watches files")]
    [DataRow("""{ "name": "a", "spec": "mine.yaml", "cron": "@daily", "settle": "5s" }""", "'settle' goes with 'watch', and this schedule goes by the clock")]
    public void Read_SomethingWrong_IsOneMessageWithItsPlace(string schedule, string told)
    {
        SpecException error = Assert.ThrowsExactly<SpecException>(() => Read(schedule));

        Assert.HasCount(1, error.Errors, error.Message);
        StringAssert.Contains(Told(error), told);
    }

    [TestMethod]
    public void Read_SpecIsInvalid_NamesTheLineThereToo()
    {
        folder.Write("broken.yaml", "name: mine\ncurriculum:\n  rounds: 0\n");

        SpecException error = Assert.ThrowsExactly<SpecException>(() => Read("""{ "name": "a", "spec": "broken.yaml", "cron": "@daily" }"""));

        StringAssert.Contains(Told(error), "host.json:3:24: schedule 'a': broken.yaml:3:11: 'curriculum.rounds' must be between 1 and 100; it is 0");
    }

    [TestMethod]
    public void Read_NameTwice_IsToldAtTheSecond() => StringAssert.Contains(
        Told(Assert.ThrowsExactly<SpecException>(() => Read("{ \"name\": \"a\", \"spec\": \"mine.yaml\", \"cron\": \"@daily\" },\n{ \"name\": \"a\", \"spec\": \"mine.yaml\", \"cron\": \"@daily\" }"))),
        "host.json:4:11: schedule 'a': there is another of this name above");

    [TestMethod]
    public void Read_SeveralWrong_TellsAll() => Assert.HasCount(
        3,
        Assert.ThrowsExactly<SpecException>(() => Read("{ \"name\": \"a\", \"spec\": \"x.yaml\", \"cron\": \"@dayly\" },\n{ \"name\": \"b\", \"spec\": \"mine.yaml\" }")).Errors);

    [TestMethod]
    public void Read_WhatTheOperatorHasListed_IsTaken()
    {
        string path = folder.Write(
            "host.json", """{ "tapir": { "allow": { "endpoints": ["http://10.1.2.3/v1"] }, "schedules": [ { "name": "a", "spec": "private.yaml", "cron": "@daily" } ] } }""");
        TapirSettings settings = HostSettingsFile.Load(path).Tapir;

        Assert.AreEqual("http://10.1.2.3/v1", SettingsSchedules.Read(settings.Schedules, settings.Allow, Now, path).Single().Spec.Teacher.Url);
    }

    private string Told(SpecException error) => error.Message.Replace(folder.Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    private IReadOnlyList<ScheduleDefinition> Read(string schedules)
    {
        string path = folder.Write("host.json", $"{{ \"tapir\": {{ \"schedules\":\n[\n{schedules}\n] }} }}\n");
        TapirSettings settings = HostSettingsFile.Load(path).Tapir;
        return SettingsSchedules.Read(settings.Schedules, settings.Allow, Now, path);
    }
}
