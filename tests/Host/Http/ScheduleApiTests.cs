using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tapir.Host.Access;
using Tapir.Host.Settings;

namespace Tapir.Host.Tests.Http;

[TestClass]
public sealed class ScheduleApiTests
{
    private const string Nightly = """{ "spec": "mine", "cron": "30 2 * * *", "timeZone": "Europe/Berlin" }""";

    [TestMethod]
    public async Task Put_Schedule_IsMadeShownAndKept()
    {
        await using ServedFolder served = await StartAsync();

        HttpResponseMessage made = await PutAsync(served, Nightly);
        await served.RestartAsync();

        Assert.AreEqual(HttpStatusCode.Created, made.StatusCode, await made.Content.ReadAsStringAsync());
        Assert.AreEqual("/api/schedules/nightly", made.Headers.Location!.ToString());
        JsonElement schedule = await served.GetAsync("/api/schedules/nightly");
        Assert.AreEqual(("active", "command", "specs/mine/1", "mine"), (Text(schedule, "status"), Text(schedule, "source"), Text(schedule, "spec"), Text(schedule, "run")));
        DateTimeOffset[] upcoming = [.. schedule.GetProperty("upcoming").EnumerateArray().Select(time => time.GetDateTimeOffset())];
        Assert.HasCount(5, upcoming);
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        Assert.AreEqual(new TimeSpan(2, 30, 0), TimeZoneInfo.ConvertTime(upcoming[0], berlin).TimeOfDay);
        Assert.AreEqual("nightly", Text((await served.GetAsync("/api/schedules")).GetProperty("schedules").EnumerateArray().Single(), "name"));
    }

    [TestMethod]
    public async Task Put_Again_ChangesItAndTheSameChangesNothing()
    {
        await using ServedFolder served = await StartAsync();
        await PutAsync(served, Nightly);
        await served.Client.PostAsync("/api/schedules/nightly/pause", null);

        HttpResponseMessage same = await PutAsync(served, Nightly);
        HttpResponseMessage changed = await PutAsync(served, "spec: mine\ncron: 0 4 * * *\noverlap: queue\njitter: 10m\nset: { curriculum.rounds: 1 }\n");

        Assert.AreEqual(HttpStatusCode.OK, same.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, changed.StatusCode, await changed.Content.ReadAsStringAsync());
        JsonElement schedule = await served.GetAsync("/api/schedules/nightly");
        Assert.AreEqual(("0 4 * * *", "queue", "10m", "paused"), (Text(schedule, "cron"), Text(schedule, "overlap"), Text(schedule, "jitter"), Text(schedule, "status")));
    }

    [TestMethod]
    public async Task Put_NewVersionOfTheSpec_IsTakenWhenItIsPutAgain()
    {
        await using ServedFolder served = await StartAsync();
        await PutAsync(served, Nightly);
        await served.Client.PutAsync("/api/specs/mine", ServedFolder.Body("name: mine\nrandomSeed: 4\n"));

        Assert.AreEqual("specs/mine/1", Text(await served.GetAsync("/api/schedules/nightly"), "spec"));
        await PutAsync(served, Nightly);
        Assert.AreEqual("specs/mine/2", Text(await served.GetAsync("/api/schedules/nightly"), "spec"));
        await PutAsync(served, """{ "spec": "mine", "version": 1, "cron": "@daily" }""");
        Assert.AreEqual("specs/mine/1", Text(await served.GetAsync("/api/schedules/nightly"), "spec"));
    }

    [TestMethod]
    public async Task PauseAndResume_AreAnsweredWithHowItIsThen()
    {
        await using ServedFolder served = await StartAsync();
        await PutAsync(served, Nightly);

        JsonElement paused = await ReadAsync(await served.Client.PostAsync("/api/schedules/nightly/pause", null));
        JsonElement resumed = await ReadAsync(await served.Client.PostAsync("/api/schedules/nightly/resume", null));

        Assert.AreEqual(("paused", 0), (Text(paused, "status"), paused.GetProperty("upcoming").GetArrayLength()));
        Assert.AreEqual(("active", 5), (Text(resumed, "status"), resumed.GetProperty("upcoming").GetArrayLength()));
    }

    [TestMethod]
    public async Task RunNow_SameIdempotencyKey_IsOneRunAlsoAfterARestart()
    {
        await using ServedFolder served = await StartAsync();
        await PutAsync(served, Nightly);

        HttpResponseMessage first = await RunNowAsync(served, "sunday");
        await served.RestartAsync();
        HttpResponseMessage again = await RunNowAsync(served, "sunday");
        HttpResponseMessage other = await RunNowAsync(served, key: null);

        Assert.AreEqual(HttpStatusCode.Accepted, first.StatusCode, await first.Content.ReadAsStringAsync());
        Assert.AreEqual("/api/runs/mine-1", first.Headers.Location!.ToString());
        Assert.AreEqual("mine-1", Text(await ReadAsync(again), "run"));
        Assert.AreEqual(HttpStatusCode.Conflict, other.StatusCode);
        Assert.AreEqual("nightly: not started, because mine-1 is not over.", Text(await ReadAsync(other), "detail"));
        Assert.AreEqual(1, (await served.GetAsync("/api/runs")).GetProperty("total").GetInt32());
    }

    [TestMethod]
    public async Task Delete_Schedule_EndsItAndLeavesItsRun()
    {
        await using ServedFolder served = await StartAsync();
        await PutAsync(served, Nightly);
        await RunNowAsync(served, key: null);

        HttpResponseMessage removed = await served.Client.DeleteAsync("/api/schedules/nightly");

        Assert.AreEqual(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.AreEqual(0, (await served.GetAsync("/api/schedules")).GetProperty("schedules").GetArrayLength());
        Assert.AreEqual(HttpStatusCode.OK, (await served.Client.GetAsync("/api/runs/mine-1")).StatusCode);
        Assert.AreEqual(HttpStatusCode.Created, (await PutAsync(served, Nightly)).StatusCode);
    }

    [TestMethod]
    [DataRow("GET", "/api/schedules/none")]
    [DataRow("POST", "/api/schedules/none/pause")]
    [DataRow("POST", "/api/schedules/none/resume")]
    [DataRow("POST", "/api/schedules/none/run-now")]
    [DataRow("DELETE", "/api/schedules/none")]
    public async Task Ask_UnknownSchedule_IsToldWhichThereAre(string method, string path)
    {
        await using ServedFolder served = await StartAsync();
        await PutAsync(served, Nightly);
        using HttpRequestMessage request = new(new HttpMethod(method), path);

        HttpResponseMessage response = await served.Client.SendAsync(request);

        Assert.AreEqual(HttpStatusCode.NotFound, response.StatusCode);
        Assert.AreEqual("There is no schedule 'none'; there are nightly.", Text(await ReadAsync(response), "detail"));
    }

    [TestMethod]
    [DataRow("Read", "GET", "/api/schedules/nightly", HttpStatusCode.OK)]
    [DataRow("Read", "POST", "/api/schedules/nightly/pause", HttpStatusCode.Forbidden)]
    [DataRow("Run", "POST", "/api/schedules/nightly/pause", HttpStatusCode.OK)]
    [DataRow("Run", "POST", "/api/schedules/nightly/run-now", HttpStatusCode.Accepted)]
    [DataRow("Run", "PUT", "/api/schedules/nightly", HttpStatusCode.Forbidden)]
    [DataRow("Run", "DELETE", "/api/schedules/nightly", HttpStatusCode.Forbidden)]
    [DataRow("Admin", "PUT", "/api/schedules/nightly", HttpStatusCode.OK)]
    [DataRow("Admin", "DELETE", "/api/schedules/nightly", HttpStatusCode.NoContent)]
    public async Task Ask_Scope_AllowsWhatItSays(string scope, string method, string path, HttpStatusCode status)
    {
        await using ServedFolder served = await StartAsync();
        await PutAsync(served, Nightly);
        using HttpClient client = await served.ClientOfAsync("me", Enum.Parse<KeyScope>(scope));
        using HttpRequestMessage request = new(new HttpMethod(method), path) { Content = method == "PUT" ? ServedFolder.Body(Nightly) : null };

        HttpResponseMessage response = await client.SendAsync(request);

        Assert.AreEqual(status, response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Each is one message, and says where in what was sent.</summary>
    [TestMethod]
    [DataRow("", 0, "send the name of a stored spec as 'spec'")]
    [DataRow("{ \"spec\": \"mine\" }", 1, "a schedule needs 'cron'")]
    [DataRow("cron: '@daily'", 1, "'spec' is missing")]
    [DataRow("spec: mine\ncron: 61 * * * *", 2, "'61 * * * *' is no cron expression")]
    [DataRow("spec: mine\ncron: 0 0 30 2 *", 2, "'0 0 30 2 *' never fires: there is no such day")]
    [DataRow("spec: mine\ncron: '@daily'\nend: 2020-01-01", 2, "'@daily' never fires: its end, 2020-01-01, has passed")]
    [DataRow("spec: mine\ncron: '@daily'\ntimeZone: Europe/Berln", 3, "Did you mean 'Europe/Berlin'?")]
    [DataRow("spec: mine\ncron: '@daily'\nstart: soon", 3, "'soon' is no time")]
    [DataRow("spec: mine\ncron: '@daily'\nmissedLimit: -1", 3, "must be between 1 and 1000")]
    [DataRow("spec: mine\ncron: '@daily'\njitter: 5000000d", 3, "'jitter' must be at most 366d; it is 5000000d")]
    [DataRow("{ \"spec\": \"mine\", \"set\": { \"judge.kind\": \"reference\" },\n\"watch\": \"/data\\u0000/in\" }", 2, "it holds the character \\0")]
    [DataRow("spec: mine\ncron: '@daily'\njitter: a while", 3, "'jitter' must be a time such as")]
    [DataRow("spec: mine\ncron: '@daily'\noverlap: perhaps", 3, "'overlap' must be one of skip, queue, cancel; it is 'perhaps'")]
    [DataRow("spec: mine\ncorn: '@daily'\ncron: '@daily'", 2, "unknown key 'corn'; did you mean 'cron'?")]
    [DataRow("spec: mine\nset: { judge.kind: reference }\nwatch: /etc", 3, "'/etc' is not within what 'tapir.allow.read' of host.json lists (nothing)")]
    [DataRow("spec: mine\nset: { judge.kind: reference }\nwatch: /none", 3, "'/none' is not within what 'tapir.allow.read' of host.json lists (nothing)")]
    [DataRow("spec: mine\nset: { judge.kind: reference }\nwatch: blob:incoming", 3, "add connectionVariable or accountUrl to 'tapir.artifacts'")]
    [DataRow("spec: none\ncron: '@daily'", 1, "There is no spec 'none'")]
    [DataRow("spec: mine\ncron: '@daily'\nversion: 9", 1, "The spec 'mine' has no version 9")]
    [DataRow("spec: ../../etc/passwd\ncron: '@daily'", 1, "There is no spec '../../etc/passwd'")]
    [DataRow("spec: mine\ncron: '@daily'\nset: { curriculum.round: 1 }", 1, "unknown key 'curriculum.round'; did you mean 'rounds'?")]
    [DataRow("spec: mine\ncron: '@daily'\nset: { seed.path: /etc/passwd, judge.kind: reference }", 1, "'/etc/passwd' is not within what 'tapir.allow.read' of host.json lists (nothing)")]
    [DataRow("spec: mine\ncron: '@daily'\nset: { teacher: \"{ kind: openAI, model: m, url: http://169.254.169.254/v1 }\" }", 1, "'tapir.allow.endpoints' of host.json does not list it")]
    [DataRow("spec: mine\ncron: '@daily'\nset: { teacher: \"{ kind: openAI, model: m, url: https://models.example.org/v1, keyVariable: AWS_SECRET }\" }", 1, "'tapir.allow.keyVariables' of host.json lists OPENAI_API_KEY")]
    public async Task Put_SomethingWrong_IsOneMessageWithItsPlaceAndMakesNothing(string body, int line, string told)
    {
        await using ServedFolder served = await StartAsync();

        HttpResponseMessage response = await PutAsync(served, body);

        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, response.StatusCode, await response.Content.ReadAsStringAsync());
        JsonElement problem = await ReadAsync(response);
        Assert.AreEqual("The schedule cannot be made", Text(problem, "title"));
        JsonElement error = problem.GetProperty("errors").EnumerateArray().Single();
        StringAssert.Contains(Text(error, "message"), told);
        Assert.AreEqual(line, error.GetProperty("line").GetInt32(), problem.ToString());
        Assert.AreEqual(0, (await served.GetAsync("/api/schedules")).GetProperty("schedules").GetArrayLength());
    }

    [TestMethod]
    [DataRow("America/New_York", "start: 2026-12-01\nend: 9999-12-31T23:59")]
    [DataRow("Asia/Tokyo", "start: 0001-01-01\nend: 9999-12-31T23:59")]
    [DataRow("America/New_York", "start: 0001-01-01")]
    public async Task Put_StartAndEndOfAllTime_AreTaken(string zone, string times)
    {
        await using ServedFolder served = await StartAsync();

        HttpResponseMessage made = await PutAsync(served, $"spec: mine\ncron: '@daily'\ntimeZone: {zone}\n{times}\njitter: 1h");

        Assert.AreEqual(HttpStatusCode.Created, made.StatusCode, await made.Content.ReadAsStringAsync());
        JsonElement schedule = (await served.GetAsync("/api/schedules")).GetProperty("schedules").EnumerateArray().Single();
        Assert.AreEqual(("active", 5), (Text(schedule, "status"), schedule.GetProperty("upcoming").GetArrayLength()));
    }

    [TestMethod]
    public async Task Put_NameThatIsNone_IsRefused()
    {
        await using ServedFolder served = await StartAsync();

        HttpResponseMessage response = await served.Client.PutAsync("/api/schedules/Every%20Night", ServedFolder.Body(Nightly));

        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        StringAssert.Contains(Text(await ReadAsync(response), "detail"), "'Every Night': use 1 to 40 lower-case letters, digits and hyphens");
    }

    [TestMethod]
    public async Task Put_EndpointThatIsListed_IsTaken()
    {
        await using ServedFolder served = await StartAsync(new TapirSettings { Allow = new AllowSettings { Endpoints = ["http://127.0.0.1:1/v1"], KeyVariables = ["MY_KEY"] } });

        HttpResponseMessage made = await PutAsync(served, "spec: mine\ncron: '@daily'\nset: { teacher: \"{ kind: openAI, model: m, url: http://127.0.0.1:1/v1, keyVariable: MY_KEY }\" }");

        Assert.AreEqual(HttpStatusCode.Created, made.StatusCode, await made.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Put_WatchThatIsListed_IsMadeAndShowsWhatItWatches()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tapir-incoming-");
        await using ServedFolder served = await StartAsync(new TapirSettings { Allow = new AllowSettings { Read = [folder.FullName] } });

        HttpResponseMessage made = await PutAsync(served, $"spec: mine\nwatch: {folder.FullName}\nsettle: 1m\nset: {{ judge.kind: reference }}");

        folder.Delete();
        Assert.AreEqual(HttpStatusCode.Created, made.StatusCode, await made.Content.ReadAsStringAsync());
        JsonElement schedule = await served.GetAsync("/api/schedules/nightly");
        JsonElement watch = schedule.GetProperty("watch");
        Assert.AreEqual((folder.FullName, "1m", "10s"), (Text(watch, "place"), Text(watch, "settle"), Text(watch, "every")));
        Assert.AreEqual(("active", "queue"), (Text(schedule, "status"), Text(schedule, "overlap")));
    }

    [TestMethod]
    public async Task Describe_OpenApi_HasSchedulesReviewsAndTraces()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();

        JsonElement paths = (await served.GetAsync("/api/tapir.json")).GetProperty("paths");

        foreach ((string path, string method) in new[]
        {
            ("/api/schedules", "get"), ("/api/schedules/{name}", "put"), ("/api/schedules/{name}", "delete"), ("/api/schedules/{name}/run-now", "post"), ("/api/runs/{run}/budget", "post"),
            ("/api/runs/{run}/logs", "get"), ("/api/runs/{run}/logs/events", "get"), ("/api/runs/{run}/calls", "get"), ("/api/runs/{run}/reviews", "get"), ("/api/runs/{run}/reviews/{point}", "post"),
            ("/api/runs/{run}/parked/retry", "post"),
        })
        {
            Assert.IsGreaterThan(0, Text(paths.GetProperty(path).GetProperty(method), "summary").Length, path);
        }

        Assert.IsTrue(paths.GetProperty("/api/schedules/{name}").GetProperty("put").TryGetProperty("requestBody", out _));
    }

    private static Task<ServedFolder> StartAsync() => StartAsync(new TapirSettings());

    /// <summary>With the stored spec that is scheduled.</summary>
    private static async Task<ServedFolder> StartAsync(TapirSettings settings)
    {
        ServedFolder served = await ServedFolder.StartAsync(settings);
        (await served.Client.PutAsync("/api/specs/mine", ServedFolder.Body())).EnsureSuccessStatusCode();
        return served;
    }

    private static Task<HttpResponseMessage> PutAsync(ServedFolder served, string schedule) => served.Client.PutAsync("/api/schedules/nightly", ServedFolder.Body(schedule));

    private static async Task<HttpResponseMessage> RunNowAsync(ServedFolder served, string? key)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/schedules/nightly/run-now");
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await served.Client.SendAsync(request);
    }

    private static Task<JsonElement> ReadAsync(HttpResponseMessage response) => response.Content.ReadFromJsonAsync<JsonElement>();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
