using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Tapir.Host.Tests.Http;

/// <summary>Clients that follow a run's events, are cut off, and come back.</summary>
[TestClass]
public sealed class RunEventApiTests
{
    [TestMethod]
    public async Task Events_ClientComesBack_IsSentWhatItHasNotSeenAndNothingElse()
    {
        await using ServedFolder served = await ServedFolder.StartWorkingAsync();
        await served.StartRunAsync();
        await served.WaitForStatusAsync("mine-1", "running");
        string seen = (await FollowAsync(served, after: null, onlyFirst: true)).Single().Id;
        (await served.Client.PostAsync("/api/runs/mine-1/terminate", null)).EnsureSuccessStatusCode();
        await served.WaitForStatusAsync("mine-1", "cancelled");
        // So that nothing is under way that could still change it.
        await served.RestartAsync();

        List<(string Id, string Status)> missed = await FollowAsync(served, after: seen);
        List<(string Id, string Status)> again = await FollowAsync(served, after: missed[^1].Id);

        Assert.AreSequenceEqual(["cancelled"], missed.Select(state => state.Status).ToArray());
        Assert.IsEmpty(again);
        Assert.AreSequenceEqual(missed, await FollowAsync(served, after: "what-no-server-ever-sent"));
    }

    /// <param name="after">The <c>Last-Event-ID</c>; null for none.</param>
    private static async Task<List<(string Id, string Status)>> FollowAsync(ServedFolder served, string? after, bool onlyFirst = false)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/runs/mine-1/events");
        if (after is not null)
        {
            request.Headers.Add("Last-Event-ID", after);
        }

        using HttpResponseMessage response = await served.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        List<(string Id, string Status)> states = [];
        await foreach (SseItem<string> item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            if (item.EventType == "run")
            {
                using JsonDocument state = JsonDocument.Parse(item.Data);
                states.Add((item.EventId!, state.RootElement.GetProperty("status").GetString()!));
            }

            if (onlyFirst)
            {
                break;
            }
        }

        return states;
    }
}
