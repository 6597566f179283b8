using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tapir.Page;

/// <summary>Answers are compared on the page.</summary>
[TestClass]
public sealed class RatingTests
{
    [TestMethod]
    public async Task Rate_ByKeysAndButtons_IsTakenDownAndToldAtTheEnd()
    {
        FinishedRun finished = await FinishedRun.Get();
        await using Visit visit = await Visit.OpenAsync(finished.Address, $"runs/{finished.Run}");
        await Expect(visit.Tab.GetByRole(AriaRole.Link, new() { Name = "Compare answers" })).ToBeVisibleAsync();
        await visit.GoToAsync(new Uri(finished.Address, $"runs/{finished.Run}/rate?count=3"));

        await visit.Tab.GetByLabel("Your name").FillAsync("karla");
        await visit.Tab.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        // The address changes without a new document, so there is no load to wait for.
        await Expect(visit.Tab).ToHaveURLAsync(new Regex("/rate\\?rater=karla"));
        await Expect(visit.Tab.Locator("html[data-live]")).ToBeVisibleAsync();

        await AssertRatedAsync(visit, 0);
        await Expect(visit.Tab.GetByRole(AriaRole.Main)).Not.ToContainTextAsync("S_");
        await visit.Tab.Keyboard.PressAsync("1");
        await AssertRatedAsync(visit, 1);
        await visit.Tab.Keyboard.PressAsync("t");
        await AssertRatedAsync(visit, 2);
        await visit.Tab.Keyboard.PressAsync("u");
        await AssertRatedAsync(visit, 1);
        await visit.Tab.Keyboard.PressAsync("b");
        await AssertRatedAsync(visit, 2);
        await visit.PictureAsync("rating");
        await visit.Tab.GetByRole(AriaRole.Button, new() { Name = "2 is better" }).ClickAsync();

        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "What people say" })).ToBeVisibleAsync();
        await visit.PictureAsync("rating-told");
        await visit.AssertAccessibleAsync();
        visit.AssertNoComplaints();
        using HttpClient client = new() { BaseAddress = finished.Address };
        JsonElement said = (await client.GetFromJsonAsync<JsonElement>($"/api/runs/{finished.Run}/ratings")).GetProperty("pairs")[0];
        Assert.AreEqual((2, 1), (said.GetProperty("wins").GetInt32() + said.GetProperty("losses").GetInt32(), said.GetProperty("bothBad").GetInt32()));
    }

    private static Task AssertRatedAsync(Visit visit, int rated) => Expect(visit.Tab.GetByText($"{rated} of 3 rated")).ToBeVisibleAsync();
}
