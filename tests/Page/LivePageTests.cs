using Microsoft.Playwright;
using Tapir.EndToEnd;
using Tapir.EndToEnd.Serving;
using static Microsoft.Playwright.Assertions;

namespace Tapir.Page;

/// <summary>A run is watched on the page, from its start to its end.</summary>
[TestClass]
public sealed class LivePageTests
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 240_000 };

    [TestMethod]
    public async Task Page_ServerKilledInMidRun_ComesBackByItselfAndShowsTheEnd()
    {
        using TapirProgram program = new();
        int port = FreePort.Find();
        Uri address;
        string run;
        Visit visit;
        using (ServedProgram first = ServedProgram.StartAt(program, port))
        {
            address = first.Client.BaseAddress!;
            visit = await Visit.OpenAsync(address);
            await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "No run yet" })).ToBeVisibleAsync();

            run = await first.StartTinyAsync();
            await visit.Tab.GetByRole(AriaRole.Link, new() { Name = run }).ClickAsync();
            await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = run })).ToBeVisibleAsync();
            await Expect(visit.Tab.GetByText("Appears after the first round: the student's answers are judged in it.")).ToBeVisibleAsync();
            await Expect(visit.Tab.GetByText("training.run-slice").First).ToBeVisibleAsync(Patient);
            await visit.PictureAsync("run-under-way");
            first.Kill();
        }

        await using (visit)
        {
            await Expect(visit.Tab.GetByText("comes back by itself")).ToBeVisibleAsync();
            await visit.PictureAsync("server-away");

            using ServedProgram second = ServedProgram.StartAt(program, port);

            await Expect(visit.Tab.GetByText("comes back by itself")).ToBeHiddenAsync();
            await Expect(visit.Tab.Locator(".run-title .pill.done")).ToBeVisibleAsync(Patient);
            await Expect(visit.Tab.GetByRole(AriaRole.Link, new() { Name = "Report" })).ToBeVisibleAsync();
            await Expect(visit.Tab.GetByRole(AriaRole.Columnheader, new() { Name = "S2" })).ToBeVisibleAsync();
            await Expect(visit.Tab.Locator("svg[aria-label^='Gap in round 1']")).ToBeVisibleAsync();
            visit.AssertNoComplaints();
        }
    }
}
