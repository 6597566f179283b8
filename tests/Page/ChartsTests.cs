using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tapir.Page;

/// <summary>A run's charts, and the same in numbers.</summary>
[TestClass]
public sealed class ChartsTests
{
    [TestMethod]
    [DataRow("Gap between teacher and student", "Gap in round 1: mean", "Instructions by gap in round 1")]
    [DataRow("Task mix, planned and actual", "Plan of round 1:", "Task mix of round 1")]
    [DataRow("Training loss", "Loss of S1:", "Loss of S1 by tokens trained on")]
    [DataRow("Spending over time", "tokens spent in", "Spent over time")]
    public async Task Run_EachChart_IsDrawnSaidInWordsAndThereInNumbers(string title, string words, string table)
    {
        FinishedRun finished = await FinishedRun.Get();
        await using Visit visit = await Visit.OpenAsync(finished.Address, $"runs/{finished.Run}");
        ILocator section = visit.Tab.GetByRole(AriaRole.Region, new() { Name = title, Exact = true });

        await Expect(section.Locator($"svg[role=img][aria-label*='{words}']").First).ToBeVisibleAsync();
        await Expect(section.GetByRole(AriaRole.Table, new() { Name = table })).ToBeHiddenAsync();
        await section.Locator("summary").FocusAsync();
        await visit.Tab.Keyboard.PressAsync("Enter");
        await Expect(section.GetByRole(AriaRole.Table, new() { Name = table })).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
        visit.AssertNoComplaints();
    }

    [TestMethod]
    public async Task Run_Accuracy_IsDrawnTaskByTaskWithIntervals()
    {
        FinishedRun finished = await FinishedRun.Get();
        await using Visit visit = await Visit.OpenAsync(finished.Address, $"runs/{finished.Run}");

        ILocator chart = visit.Tab.GetByRole(AriaRole.Region, new() { Name = "Accuracy, task by task" }).Locator("svg[role=img]").First;

        await Expect(chart).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("S0: .*95 % interval.*S2: .*95 % interval"));
        Assert.AreEqual(3, await chart.Locator(".whisker").CountAsync());
        // The style sheet of the charts is there: without it a whisker has no colour.
        Assert.AreNotEqual("none", await chart.Locator(".whisker").First.EvaluateAsync<string>("shape => getComputedStyle(shape).stroke"));
    }
}
