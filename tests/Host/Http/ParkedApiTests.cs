using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Tapir.Host.Tests.Http;

/// <summary>Steps that were given up.</summary>
[TestClass]
public sealed class ParkedApiTests
{
    [TestMethod]
    public async Task Retry_StepThatWasGivenUp_IsInLineAgain()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();
        await served.WaitForStatusAsync("mine-1", "running");
        await served.RestartAsync(meanwhile: state => Park(state.Hub("hub")));

        JsonElement parked = (await served.GetAsync("/api/runs/mine-1/parked")).GetProperty("parked").EnumerateArray().Single();
        string? status = (await served.GetAsync("/api/runs/mine-1")).GetProperty("status").GetString();
        HttpResponseMessage retried = await served.Client.PostAsync("/api/runs/mine-1/parked/retry", null);

        Assert.AreEqual(("run", "Distillation", "delivered 5 times in vain"), (parked.GetProperty("part").GetString(), parked.GetProperty("step").GetString(), parked.GetProperty("reason").GetString()));
        Assert.AreEqual("paused", status);
        Assert.AreEqual(HttpStatusCode.Accepted, retried.StatusCode);
        Assert.AreEqual(0, (await served.GetAsync("/api/runs/mine-1/parked")).GetProperty("parked").GetArrayLength());
        Assert.AreEqual("running", (await served.GetAsync("/api/runs/mine-1")).GetProperty("status").GetString());
    }

    [TestMethod]
    public async Task Retry_NothingWasGivenUp_IsRefused()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await served.StartRunAsync();

        HttpResponseMessage response = await served.Client.PostAsync("/api/runs/mine-1/parked/retry", null);

        Assert.AreEqual(HttpStatusCode.Conflict, response.StatusCode);
        StringAssert.Contains((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), "No step of mine-1 was given up");
        Assert.AreEqual(HttpStatusCode.NotFound, (await served.Client.PostAsync("/api/runs/none-1/parked/retry", null)).StatusCode);
    }

    // As the hub does it after five workers have died over one item.
    private static void Park(string hub)
    {
        using SqliteConnection connection = new($"Data Source={hub};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "UPDATE instances SET parked = 'delivered 5 times in vain' WHERE id = 'mine-1'";
        Assert.AreEqual(1, command.ExecuteNonQuery());
    }
}
