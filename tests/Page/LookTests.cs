using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tapir.Page;

/// <summary>Every part of the page, light and dark, wide and narrow: readable for all, with nothing refused by the browser.</summary>
[TestClass]
public sealed class LookTests
{
    public static IEnumerable<object[]> Looks =>
        from place in new[] { ("runs", "", "Runs"), ("run", "runs/RUN", "RUN"), ("examples", "runs/RUN/examples", "RUN"), ("judging", "runs/RUN/judging", "RUN"), ("rate", "runs/RUN/rate?rater=look", "Which answer is better?"), ("rate-name", "runs/RUN/rate", "Which answer is better?"), ("not-found", "nowhere", "There is no such page"), ("no-run", "runs/nope-1", "No run"), ("new", "new", "New run"), ("schedules", "schedules", "Schedules"), ("new-schedule", "schedules/new", "New schedule"), ("workers", "workers", "Workers"), ("review", "runs/RUN/review", "RUN"), ("log", "runs/RUN/logs", "RUN") }
        from look in new[] { (Name: "light", Scheme: ColorScheme.Light, Width: 1360), (Name: "dark", Scheme: ColorScheme.Dark, Width: 1360), (Name: "phone", Scheme: ColorScheme.Light, Width: 390) }
        select new object[] { place.Item1, place.Item2, place.Item3, look.Name, look.Scheme, look.Width };

    [TestMethod]
    [DynamicData(nameof(Looks))]
    public async Task Page_EachPlaceAndLook_IsAccessibleAndFits(string place, string path, string title, string look, ColorScheme scheme, int width)
    {
        FinishedRun finished = await FinishedRun.Get();

        await using Visit visit = await Visit.OpenAsync(finished.Address, path.Replace("RUN", finished.Run, StringComparison.Ordinal), scheme, width, width < 500 ? 844 : 900);
        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(title.Replace("RUN", finished.Run, StringComparison.Ordinal));
        if (place is "examples" or "judging")
        {
            // What is searched is made ready in the background, the first time.
            await Expect(visit.Tab.Locator(place == "examples" ? "article.example" : "table.figures").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        }

        await visit.PictureAsync($"{place}-{look}");

        await visit.AssertAccessibleAsync();
        Assert.IsFalse(await visit.ScrollsSidewaysAsync(), "The page is wider than the window.");
        if (place is not "not-found")
        {
            visit.AssertNoComplaints();
        }
    }
}
