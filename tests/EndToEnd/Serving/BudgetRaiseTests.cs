using System.Net.Http.Json;
using System.Text.Json;

namespace Tapir.EndToEnd.Serving;

/// <summary>Budgets that are raised by HTTP, with the server killed in between.</summary>
[TestClass]
public sealed class BudgetRaiseTests
{
    [TestMethod]
    [DataRow("before", 100)]
    [DataRow("after", 150)]
    public async Task Raise_KilledAroundItsRecord_IsDoneOnceWhenItIsAskedForAgain(string instant, int meanwhile)
    {
        using TapirProgram program = new();
        using (ServedProgram first = ServedProgram.Start(program, new Dictionary<string, string> { ["TAPIR_CRASH_AT"] = $"Tapir.Runs/budget.{instant}-record:1" }))
        {
            using HttpResponseMessage started = await first.Client.PostAsync("/api/runs", new StringContent("name: mine\nbudget: { calls: 100 }\n", System.Text.Encoding.UTF8, "application/yaml"));
            started.EnsureSuccessStatusCode();

            await Assert.ThrowsExactlyAsync<HttpRequestException>(() => RaiseAsync(first));

            first.Process.WaitForEnd().AssertExitCode(137);
        }

        using ServedProgram second = ServedProgram.Start(program);
        Assert.AreEqual(meanwhile, (await second.Client.GetFromJsonAsync<JsonElement>("/api/runs/mine-1/budget")).GetProperty("calls").GetProperty("limit").GetDouble());
        for (int time = 0; time < 2; time++)
        {
            Assert.AreEqual(150, (await RaiseAsync(second)).GetProperty("calls").GetProperty("limit").GetDouble());
        }
    }

    private static async Task<JsonElement> RaiseAsync(ServedProgram served)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/runs/mine-1/budget") { Content = JsonContent.Create(new { add = "50calls" }) };
        request.Headers.Add("Idempotency-Key", "sunday");
        using HttpResponseMessage response = await served.Client.SendAsync(request);
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }
}
