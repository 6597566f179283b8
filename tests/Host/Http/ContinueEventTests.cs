using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Tapir.Host.Tests.Http;

[TestClass]
public sealed class ContinueEventTests
{
    // Everything real and small, with a budget that ends at its first calls.
    private const string Spec = """
        name: mine
        seed: { perCell: 2 }
        curriculum: { rounds: 1, roundSize: 60, poolSample: 40 }
        student: { vocabulary: 400, width: 32, layers: 2, heads: 2, keyValueHeads: 1, mlp: 64, context: 192 }
        training: { baseTokens: 3000, roundTokens: 3000, batchTokens: 1024 }
        evaluation: { perCell: 1, answerTokens: 16, shardSize: 60 }
        budget: { calls: 1 }
        """;

    [TestMethod]
    [DataRow("{}")]
    [DataRow("[1, 2]")]
    public async Task Raise_ContinueWithAPayload_DoesNotHurtTheRun(string payload)
    {
        await using ServedFolder served = await ServedFolder.StartWorkingAsync();
        await served.StartRunAsync(Spec);
        await served.WaitForStatusAsync("mine-1", "paused");

        using StringContent body = new(payload, Encoding.UTF8, "application/json");
        (await served.Client.PostAsync("/api/runs/mine-1/events/continue", body)).EnsureSuccessStatusCode();
        (await served.Client.PostAsJsonAsync("/api/runs/mine-1/budget", new { add = "100000calls" })).EnsureSuccessStatusCode();

        JsonElement after = await served.WaitForAsync("mine-1", state => state.GetProperty("calls").GetInt64() > 1 || state.GetProperty("status").GetString() == "failed");
        Assert.AreNotEqual("failed", after.GetProperty("status").GetString(), after.ToString());
    }
}
