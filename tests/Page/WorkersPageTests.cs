using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Tapir.EndToEnd;
using Tapir.EndToEnd.Serving;
using static Microsoft.Playwright.Assertions;

namespace Tapir.Page;

/// <summary>Who works on what, what waits, and what was given up are seen on the page.</summary>
[TestClass]
public sealed class WorkersPageTests
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 240_000 };

    [TestMethod]
    public async Task Workers_RunUnderWay_AreShownWithWhatTheyDo()
    {
        using TapirProgram program = new();
        using ServedProgram served = ServedProgram.Start(program);
        await using Visit visit = await Visit.OpenAsync(served.Client.BaseAddress!, "workers");
        await Expect(visit.Tab.GetByText("2 workers connected, 0 items in hand")).ToBeVisibleAsync();
        await Expect(visit.Tab.GetByText("No run waits.")).ToBeVisibleAsync();

        await served.StartTinyAsync();

        await Expect(visit.Tab.Locator(".in-hand").GetByRole(AriaRole.Link, new() { Name = "tiny-1" }).First).ToBeVisibleAsync(Patient);
        await visit.PictureAsync("workers-busy");
        await visit.AssertAccessibleAsync();
        visit.AssertNoComplaints();
    }

    [TestMethod]
    public async Task Workers_NoneConnected_SaysWhatNobodyOffers()
    {
        using TapirProgram program = new();
        using ServedProgram served = ServedProgram.Start(program, "--without", "worker", "schedules");
        for (int run = 0; run < 3; run++)
        {
            await served.StartTinyAsync();
        }

        await using Visit visit = await Visit.OpenAsync(served.Client.BaseAddress!, "workers");

        await Expect(visit.Tab.GetByText("No worker is connected")).ToBeVisibleAsync();
        await Expect(visit.Tab.GetByText("no worker offers it")).ToBeVisibleAsync();
        await Expect(visit.Tab.Locator("ol.line li")).ToHaveTextAsync(["tiny-3"]);
        await visit.PictureAsync("workers-none");
    }

    [TestMethod]
    public async Task Workers_StepIsParked_SaysWhyAndGoesOnWhenTriedAgain()
    {
        using TapirProgram program = new();
        using (ServedProgram without = ServedProgram.Start(program, "--without", "worker"))
        {
            string run = await without.StartTinyAsync();
            await without.WaitForAsync(run, state => state.GetProperty("status").GetString() == "running");
            without.Kill();
        }

        Park(program);
        using ServedProgram served = ServedProgram.Start(program);
        await using Visit visit = await Visit.OpenAsync(served.Client.BaseAddress!, "workers");
        await Expect(visit.Tab.GetByText("delivered 5 times without an answer to turn 1")).ToBeVisibleAsync();
        await visit.PictureAsync("workers-parked");
        await visit.AssertAccessibleAsync();

        await visit.Tab.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();

        await Expect(visit.Tab.GetByText("Parked: they wait for you")).ToBeHiddenAsync();
        await visit.GoToAsync(new Uri(served.Client.BaseAddress!, "runs/tiny-1"));
        await Expect(visit.Tab.Locator(".run-title .pill.done")).ToBeVisibleAsync(Patient);
    }

    // As after workers that died five times over the same turn.
    private static void Park(TapirProgram program)
    {
        using SqliteConnection hub = TamperedHub.Open(program);
        Assert.AreEqual(1, hub.Execute("UPDATE instances SET losses = 5, parked = 'delivered 5 times without an answer to turn 1; the last time worker unix: went away' WHERE id = 'tiny-1'"));
    }
}
