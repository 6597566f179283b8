using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tapir.Page;

/// <summary>A run's examples are looked through, by mouse and by keyboard; what is in them stays text.</summary>
[TestClass]
public sealed class ExamplesTests
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 60_000 };

    private static CraftedRun run = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => run = await CraftedRun.StartAsync();

    [ClassCleanup]
    public static void Stop() => run.Dispose();

    [TestMethod]
    public async Task Examples_TextsWithMarkup_AreShownAsText()
    {
        await using Visit visit = await Visit.OpenAsync(run.Address, $"runs/{CraftedRun.Run}/examples?search=script");
        ILocator card = visit.Tab.Locator("article.example").First;

        await Expect(card.Locator(".asked")).ToContainTextAsync(CraftedRun.Hostile, new() { Timeout = 60_000 });
        await Expect(card.Locator("mark").First).ToHaveTextAsync("script");
        Assert.AreEqual(0, await visit.Tab.Locator(".said img, .said b, .said script").CountAsync());
        Assert.AreEqual($"Examples of {CraftedRun.Run} – Tapir", await visit.Tab.TitleAsync());
        visit.AssertNoComplaints();
    }

    [TestMethod]
    public async Task Examples_FiltersAndSearch_LeaveWhatFits()
    {
        await using Visit visit = await Visit.OpenAsync(run.Address, $"runs/{CraftedRun.Run}/examples");
        ILocator found = visit.Tab.Locator(".page-head .count");
        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "Examples" })).ToBeVisibleAsync(Patient);
        await Expect(visit.Tab.Locator("article.example")).ToHaveCountAsync(25);

        await visit.Tab.GetByRole(AriaRole.Link, new() { Name = "judged", Exact = true }).ClickAsync();
        await Expect(found).ToContainTextAsync($"{2 * CraftedRun.PoolCount} of");
        await visit.Tab.GetByLabel("Examples by round").GetByRole(AriaRole.Link, new() { Name = "1", Exact = true }).ClickAsync();
        await Expect(found).ToContainTextAsync($"{CraftedRun.PoolCount} of");

        await visit.Tab.GetByLabel("Selection").SelectOptionAsync("unscored");
        await Expect(found).ToContainTextAsync("12 of");
        await Expect(visit.Tab.Locator("article.example").First).ToContainTextAsync("the reply has no JSON object");
        await visit.Tab.GetByLabel("Selection").SelectOptionAsync("selected");
        await visit.Tab.GetByLabel("Task").SelectOptionAsync("Writing");
        await Expect(visit.Tab.Locator("article.example .fate").First).ToHaveTextAsync("✓ selected");

        await visit.Tab.GetByLabel("Search all texts").FillAsync("首都");
        await Expect(found).ToContainTextAsync("1 of");
        await Expect(visit.Tab.Locator("article.example mark")).ToHaveTextAsync("首都");
        StringAssert.Contains(visit.Tab.Url, "round=1");

        await visit.Tab.GoBackAsync();
        await Expect(visit.Tab.GetByLabel("Task")).ToHaveValueAsync("");
        visit.AssertNoComplaints();
    }

    [TestMethod]
    public async Task Examples_KeyboardAlone_ReachesTabsFiltersLongTextsAndPager()
    {
        await using Visit visit = await Visit.OpenAsync(run.Address, $"runs/{CraftedRun.Run}");
        await PressUntilAsync(visit, "Examples");
        await visit.Tab.Keyboard.PressAsync("Enter");
        await Expect(visit.Tab.Locator("article.example")).ToHaveCountAsync(25, new() { Timeout = 60_000 });

        await PressUntilAsync(visit, "judged");
        await visit.Tab.Keyboard.PressAsync("Enter");
        await Expect(visit.Tab.Locator(".page-head .count")).ToContainTextAsync($"{2 * CraftedRun.PoolCount} of");
        await PressUntilAsync(visit, "Search all texts");
        await visit.Tab.Keyboard.TypeAsync("of a long program");
        await Expect(visit.Tab.Locator(".page-head .count")).ToContainTextAsync("2 of");
        // The long instruction scrolls, so it has to be reached.
        await PressUntilAsync(visit, "Instruction");

        await visit.GoToAsync(new Uri(run.Address, $"runs/{CraftedRun.Run}/examples"));
        await Expect(visit.Tab.Locator("article.example")).ToHaveCountAsync(25);
        string first = (await visit.Tab.Locator("article.example .asked").First.TextContentAsync())!;
        await PressUntilAsync(visit, "Next");
        await visit.Tab.Keyboard.PressAsync("Enter");
        await Expect(visit.Tab.Locator("article.example .asked").First).Not.ToHaveTextAsync(first);
        await PressUntilAsync(visit, "Previous");
        await visit.Tab.Keyboard.PressAsync("Enter");
        await Expect(visit.Tab.Locator("article.example .asked").First).ToHaveTextAsync(first);
    }

    [TestMethod]
    public async Task Judging_Contradictions_AreCountedByLabelAndListedWithBothScores()
    {
        await using Visit visit = await Visit.OpenAsync(run.Address, $"runs/{CraftedRun.Run}/judging");

        await Expect(visit.Tab.GetByText("the judge scored it 2.")).ToBeVisibleAsync(Patient);
        await Expect(visit.Tab.GetByText("was scored 9 in round 1 and 4 in this one.")).ToBeVisibleAsync();
        await Expect(visit.Tab.GetByText("there are no two orders to compare")).ToBeVisibleAsync();
        await visit.PictureAsync("judging-contradicted");
        await visit.AssertAccessibleAsync();

        await visit.Tab.GetByRole(AriaRole.Link, new() { Name = "Writing", Exact = true }).ClickAsync();
        await Expect(visit.Tab.Locator("article.example")).ToHaveCountAsync(1);
        visit.AssertNoComplaints();
    }

    // Tab, until what has the focus has this name; whoever has no mouse comes no other way.
    private static async Task PressUntilAsync(Visit visit, string name)
    {
        const int MostStops = 250;
        for (int stop = 0; stop < MostStops; stop++)
        {
            await visit.Tab.Keyboard.PressAsync("Tab");
            string focused = await visit.Tab.EvaluateAsync<string>(
                "(() => { const at = document.activeElement; return at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent; })()");
            if (focused.Trim() == name)
            {
                return;
            }
        }

        Assert.Fail($"{MostStops} stops of the Tab key did not come to '{name}'.");
    }
}
