using System.Text.Json;

namespace Tapir.EndToEnd.Serving;

/// <summary>Runs that were started by HTTP, with the server killed in between.</summary>
[TestClass]
public sealed class ServeTests
{
    [TestMethod]
    public async Task Serve_KilledInMidRun_GoesOnByItselfToTheSameBytes()
    {
        using TapirProgram program = new();
        string run;
        using (ServedProgram first = ServedProgram.Start(program))
        {
            run = await first.StartTinyAsync();
            await first.WaitForAsync(run, state => state.GetProperty("rounds").GetArrayLength() == 1);
            first.Kill();
        }

        using ServedProgram second = ServedProgram.Start(program);
        JsonElement end = await second.WaitForEndAsync(run);

        Assert.AreEqual("done", end.GetProperty("status").GetString(), end.ToString());
        RunTraces.Of(program.Run("status", run, "--json")).AssertSame(Undisturbed.Traces);
        Assert.AreEqual(0, new LedgerBook(program.Ledger).AskedAfterAnswer);
        StringAssert.Contains(await second.Client.GetStringAsync($"/api/runs/{run}/report"), "<html");
    }

    [TestMethod]
    public async Task Serve_SigTerm_EndsInTimeAndGoesOnLater()
    {
        using TapirProgram program = new();
        string run;
        using (ServedProgram first = ServedProgram.Start(program))
        {
            run = await first.StartTinyAsync();
            await first.WaitForAsync(run, state => state.GetProperty("functions").EnumerateArray().Any(line => line.GetProperty("function").GetString() == "training.run-slice"));

            first.Terminate().AssertExitCode(0);
        }

        using ServedProgram second = ServedProgram.Start(program);
        Assert.AreEqual("done", (await second.WaitForEndAsync(run)).GetProperty("status").GetString());
    }

    [TestMethod]
    public async Task Serve_SuspendedAndResumedByHttp_StopsAndGoesOn()
    {
        using TapirProgram program = new();
        using ServedProgram served = ServedProgram.Start(program);
        string run = await served.StartTinyAsync();
        await served.WaitForAsync(run, state => state.GetProperty("functions").GetArrayLength() > 0);

        (await served.Client.PostAsync($"/api/runs/{run}/suspend", null)).EnsureSuccessStatusCode();
        await served.WaitForAsync(run, state => state.GetProperty("status").GetString() == "suspended");
        (await served.Client.PostAsync($"/api/runs/{run}/resume", null)).EnsureSuccessStatusCode();

        Assert.AreEqual("done", (await served.WaitForEndAsync(run)).GetProperty("status").GetString());
        (await served.Client.DeleteAsync($"/api/runs/{run}")).EnsureSuccessStatusCode();
        Assert.AreEqual(System.Net.HttpStatusCode.NotFound, (await served.Client.GetAsync($"/api/runs/{run}")).StatusCode);
    }

    [TestMethod]
    public void Serve_ForTheSidecarOfAnotherProcess_AsksForNoWorkersTokenAndSaysThatNobodyIsLetIn()
    {
        using TapirProgram program = new();
        using RunningProgram sidecar = program.Start([], "sidecar", "--port", "0");
        string address = sidecar.WaitFor("Listening on ").Split(' ')[2].TrimEnd(';');
        program.Write("host.json", """{ "tapir": { "workers": { "listen": "http://127.0.0.1:0" } } }""");

        using ServedProgram served = ServedProgram.Start(program, "--without", "sidecar", "--sidecar", address);

        StringAssert.Contains(served.Terminate().AssertExitCode(0).Errors, "Workers on other machines are not let in at http://127.0.0.1:0");
    }

    [TestMethod]
    public void Serve_TwoOnOneStateFolder_TheSecondSaysWho()
    {
        using TapirProgram program = new();
        using ServedProgram first = ServedProgram.Start(program);

        ProgramResult second = program.Run("serve", "--urls", "http://127.0.0.1:0");

        second.AssertExitCode(2);
        StringAssert.Contains(second.Errors, "is in use by");
    }
}
