using System.Net;

namespace Tapir.EndToEnd.Serving;

/// <summary>Runs that are removed, begun again or ended in line by HTTP, with the server killed in between.</summary>
[TestClass]
public sealed class RunRemovalTests
{
    [TestMethod]
    [DataRow("after-note", true)]
    [DataRow("after-record", false)]
    [DataRow("after-folder", false)]
    [DataRow("after-hub", false)]
    public async Task Remove_KilledBetweenTwoSteps_TheRunIsThereOrGoneAndItsIdIsNoOthers(string instant, bool isThere)
    {
        using TapirProgram program = Lined();
        using (ServedProgram first = Start(program, $"removal.{instant}"))
        {
            await CancelSecondAsync(first);

            await Assert.ThrowsExactlyAsync<HttpRequestException>(() => first.Client.DeleteAsync("/api/runs/tiny-2"));

            first.Process.WaitForEnd().AssertExitCode(137);
        }

        using ServedProgram second = ServedProgram.Start(program);
        Assert.AreEqual(isThere ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await second.Client.GetAsync("/api/runs/tiny-2")).StatusCode);
        Assert.AreEqual(isThere ? HttpStatusCode.Accepted : HttpStatusCode.NotFound, (await second.Client.DeleteAsync("/api/runs/tiny-2")).StatusCode);
        Assert.IsFalse(Directory.Exists(Path.Combine(program.State, "runs", "tiny-2")));
        Assert.AreEqual("tiny-3", await second.StartTinyAsync());
    }

    [TestMethod]
    public async Task Rewind_KilledBeforeItsStart_TheRunIsCancelledAsBefore()
    {
        using TapirProgram program = Lined();
        using (ServedProgram first = Start(program, "restart.before-start"))
        {
            await CancelSecondAsync(first);

            await Assert.ThrowsExactlyAsync<HttpRequestException>(() => first.Client.PostAsync("/api/runs/tiny-2/rewind", null));

            first.Process.WaitForEnd().AssertExitCode(137);
        }

        using ServedProgram second = ServedProgram.Start(program);
        await second.WaitForAsync("tiny-2", state => state.GetProperty("status").GetString() == "cancelled");
        (await second.Client.PostAsync("/api/runs/tiny-2/rewind", null)).EnsureSuccessStatusCode();
        await second.WaitForAsync("tiny-2", state => state.GetProperty("status").GetString() == "running");
    }

    /// <summary>Nobody was told that it has ended, so it has its turn; asked again, it ends.</summary>
    [TestMethod]
    public async Task Terminate_RunInLineKilledHalfWay_CanBeEndedAgain()
    {
        using TapirProgram program = Lined();
        using (ServedProgram first = Start(program, "terminate.after-start"))
        {
            await first.StartTinyAsync();
            await first.StartTinyAsync();

            await Assert.ThrowsExactlyAsync<HttpRequestException>(() => first.Client.PostAsync("/api/runs/tiny-2/terminate", null));

            first.Process.WaitForEnd().AssertExitCode(137);
        }

        using ServedProgram second = ServedProgram.Start(program);
        (await second.Client.PostAsync("/api/runs/tiny-2/terminate", null)).EnsureSuccessStatusCode();
        await second.WaitForAsync("tiny-2", state => state.GetProperty("status").GetString() == "cancelled");
    }

    // One at a time, so that the second waits in line.
    private static TapirProgram Lined()
    {
        TapirProgram program = new();
        program.Write("host.json", """{ "tapir": { "maxConcurrentRuns": 1 } }""");
        return program;
    }

    private static ServedProgram Start(TapirProgram program, string instant) =>
        ServedProgram.Start(program, new Dictionary<string, string> { ["TAPIR_CRASH_AT"] = $"Tapir.Runs/{instant}:1" });

    private static async Task CancelSecondAsync(ServedProgram served)
    {
        await served.StartTinyAsync();
        await served.StartTinyAsync();
        (await served.Client.PostAsync("/api/runs/tiny-2/terminate", null)).EnsureSuccessStatusCode();
        await served.WaitForAsync("tiny-2", state => state.GetProperty("status").GetString() == "cancelled");
    }
}
