using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tapir.Page;

/// <summary>The log of a run is read on the page.</summary>
[TestClass]
public sealed class LogPageTests
{
    [TestMethod]
    public async Task Log_OfARun_IsFilteredByLevelAndTextAndHeld()
    {
        FinishedRun finished = await FinishedRun.Get();
        await using Visit visit = await Visit.OpenAsync(finished.Address, $"runs/{finished.Run}");
        await visit.Tab.GetByRole(AriaRole.Link, new() { Name = "Log", Exact = true }).ClickAsync();

        ILocator lines = visit.Tab.Locator(".log-line");
        await visit.Tab.GetByLabel("Level").SelectOptionAsync("Trace");
        await Expect(lines.Filter(new() { HasText = "training.run-slice" }).First).ToBeVisibleAsync();
        await visit.PictureAsync("log");
        await visit.AssertAccessibleAsync();

        await visit.Tab.GetByLabel("Find in the log").FillAsync("export");
        await Expect(lines.Filter(new() { HasText = "training.run-slice" })).ToHaveCountAsync(0);
        await visit.Tab.GetByLabel("Find in the log").FillAsync("no line has this");
        await Expect(visit.Tab.GetByText("No line is like that.")).ToBeVisibleAsync();
        await visit.Tab.GetByLabel("Find in the log").FillAsync("");

        await visit.Tab.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();
        await Expect(visit.Tab.GetByText("held; 0 new")).ToBeVisibleAsync();
        await visit.Tab.GetByRole(AriaRole.Button, new() { Name = "Follow", Exact = true }).ClickAsync();
        await Expect(visit.Tab.GetByText("held;")).ToBeHiddenAsync();
        visit.AssertNoComplaints();
    }
}
