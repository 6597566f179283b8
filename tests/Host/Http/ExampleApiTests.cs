using System.Net;
using System.Text.Json;

namespace Tapir.Host.Tests.Http;

[TestClass]
public sealed class ExampleApiTests
{
    private const string Spec =
        """
        name: mine
        seed: { perCell: 1 }
        curriculum: { rounds: 1, roundSize: 40, poolSample: 60 }
        student: { vocabulary: 400, width: 32, layers: 1, heads: 2, keyValueHeads: 1, mlp: 64, context: 192 }
        training: { baseTokens: 4000, roundTokens: 4000, batchTokens: 1024, sliceSteps: 4 }
        evaluation: { perCell: 1, answerTokens: 16, shardSize: 200 }
        """;

    [TestMethod]
    public async Task Examples_FinishedRun_ArePagedFilteredAndSearched()
    {
        await using ServedFolder served = await ServedFolder.StartWorkingAsync();
        using HttpResponseMessage started = await served.StartRunAsync(Spec);
        Assert.AreEqual(HttpStatusCode.Accepted, started.StatusCode, await started.Content.ReadAsStringAsync());
        await served.WaitForStatusAsync("mine-1", "done");

        JsonElement first = await ReadyAsync(served, "/api/runs/mine-1/examples?kind=pool&pageSize=7");
        JsonElement next = await served.GetAsync($"/api/runs/mine-1/examples?kind=pool&pageSize=7&after={first.GetProperty("next").GetInt64()}");

        Assert.AreEqual(60, first.GetProperty("found").GetInt64());
        Assert.HasCount(7, first.GetProperty("examples").EnumerateArray());
        Assert.IsGreaterThan(first.GetProperty("examples")[6].GetProperty("position").GetInt64(), next.GetProperty("examples")[0].GetProperty("position").GetInt64());
        JsonElement example = first.GetProperty("examples")[0];
        Assert.AreEqual(example.GetProperty("teacherScore").GetDouble() - example.GetProperty("studentScore").GetDouble(), example.GetProperty("gap").GetDouble());
        Assert.AreEqual("S_0", example.GetProperty("before").GetProperty("student").GetString());
        JsonElement selected = await served.GetAsync("/api/runs/mine-1/examples?kind=pool&selected=true&round=1");
        Assert.IsTrue(selected.GetProperty("examples").EnumerateArray().All(one => one.GetProperty("gap").GetDouble() > 2 && one.GetProperty("selected").GetBoolean()));
        string instruction = example.GetProperty("instruction").GetString()!;
        JsonElement searched = await served.GetAsync($"/api/runs/mine-1/examples?search={Uri.EscapeDataString($"\"{instruction.Split('\n')[0].Replace("\"", "", StringComparison.Ordinal)[..Math.Min(12, instruction.Length)]}\"")}");
        Assert.IsGreaterThan(0, searched.GetProperty("found").GetInt64());
        JsonElement judging = await served.GetAsync("/api/runs/mine-1/judging");
        Assert.AreEqual(60, judging.GetProperty("labels").EnumerateArray().Sum(label => label.GetProperty("judged").GetInt64()));

        string index = Directory.GetFiles(Path.Combine(served.Files.File("state"), "runs", "mine-1"), "examples-*").Single();
        File.Delete(index);
        Assert.AreEqual(60, (await ReadyAsync(served, "/api/runs/mine-1/examples?kind=pool")).GetProperty("found").GetInt64());
        Assert.IsTrue(File.Exists(index), "Derived from the same artifacts, it has the same name.");
    }

    [TestMethod]
    public async Task Examples_RunWithoutARound_SaysThatThereAreNone()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();

        JsonElement none = await served.GetAsync("/api/runs/mine-1/examples");

        Assert.AreEqual("none", none.GetProperty("state").GetString());
        Assert.AreEqual(0, none.GetProperty("examples").GetArrayLength());
    }

    [TestMethod]
    [DataRow("/api/runs/nope-1/examples", HttpStatusCode.NotFound)]
    [DataRow("/api/runs/mine-1/examples?pageSize=0", HttpStatusCode.BadRequest)]
    [DataRow("/api/runs/mine-1/examples?pageSize=201", HttpStatusCode.BadRequest)]
    [DataRow("/api/runs/mine-1/examples?after=1&before=9", HttpStatusCode.BadRequest)]
    [DataRow("/api/runs/mine-1/examples?round=one", HttpStatusCode.BadRequest)]
    [DataRow("/api/runs/mine-1/examples?kind=stolen", HttpStatusCode.BadRequest)]
    public async Task Examples_WrongQuestion_IsRefused(string path, HttpStatusCode status)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();

        using HttpResponseMessage response = await served.Client.GetAsync(path);

        Assert.AreEqual(status, response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    // Built in the background: whoever asks is told to come back.
    private static async Task<JsonElement> ReadyAsync(ServedFolder served, string path)
    {
        while (true)
        {
            using HttpResponseMessage response = await served.Client.GetAsync(path);
            JsonElement document = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            if (response.StatusCode == HttpStatusCode.OK)
            {
                Assert.AreEqual("ready", document.GetProperty("state").GetString(), document.ToString());
                return document;
            }

            Assert.AreEqual(HttpStatusCode.Accepted, response.StatusCode);
            Assert.AreEqual(1, response.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
            await Task.Yield();
        }
    }
}
