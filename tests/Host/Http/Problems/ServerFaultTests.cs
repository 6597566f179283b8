using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tapir.Host.Settings;

namespace Tapir.Host.Tests.Http.Problems;

/// <summary>What goes wrong in the server: a client is told to come again, and nothing of where on the machine.</summary>
[TestClass]
public sealed class ServerFaultTests
{
    [TestMethod]
    public async Task Start_RunCannotBeRecorded_IsInsufficientStorage()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        // Nobody can open a folder as a file, whatever the rights.
        Directory.CreateDirectory(served.Files.File("state/runs.lock"));

        await AssertFaultAsync(served, HttpStatusCode.InsufficientStorage, await served.StartRunAsync());
    }

    [TestMethod]
    public async Task Start_ArtifactsAreAway_IsUnavailable()
    {
        await using ServedFolder served = await ServedFolder.StartAsync(folder => new TapirSettings { Allow = new AllowSettings { Read = [folder.Files.Root] } });
        string seed = served.Files.Write("seed.jsonl", "{\"instruction\":\"a?\",\"output\":\"b\"}\n{\"instruction\":\"c?\",\"output\":\"d\"}\n");
        Directory.Delete(served.Files.File("state/artifacts"), recursive: true);
        served.Files.Write("state/artifacts", "no folder");

        await AssertFaultAsync(served, HttpStatusCode.ServiceUnavailable, await served.StartRunAsync($"name: mine\nseed: {{ path: {seed} }}\njudge: {{ kind: reference }}\n"));
    }

    [TestMethod]
    public async Task Read_RecordIsDamaged_IsUnavailable()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();
        served.Files.Write("state/runs/mine-1/run.json", "{");

        await AssertFaultAsync(served, HttpStatusCode.ServiceUnavailable, await served.Client.GetAsync("/api/runs/mine-1/budget"));
    }

    [TestMethod]
    [DataRow("/api/runs/mine-9")]
    [DataRow("/api/runs/mine-9/reviews")]
    [DataRow("/api/artifacts/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task Read_WhatIsNot_TellsNoPath(string path)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();

        HttpResponseMessage response = await served.Client.GetAsync(path);

        Assert.AreEqual(HttpStatusCode.NotFound, response.StatusCode);
        Assert.DoesNotContain(served.Files.Root, await response.Content.ReadAsStringAsync());
    }

    private static async Task AssertFaultAsync(ServedFolder served, HttpStatusCode status, HttpResponseMessage response)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.AreEqual(status, response.StatusCode, body);
        Assert.DoesNotContain(served.Files.Root, body);
        StringAssert.Contains((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), "The server's log says more.");
    }
}
