using Microsoft.Playwright;
using Tapir.EndToEnd;
using Tapir.EndToEnd.Serving;
using static Microsoft.Playwright.Assertions;

namespace Tapir.Page;

/// <summary>Ten thousand runs are as quick to look through as ten.</summary>
[TestClass]
public sealed class ManyRunsTests
{
    private const double MostMilliseconds = 1_000;

    [TestMethod]
    public async Task Runs_TenThousand_AreThereInASecondAndFoundByStatusAndName()
    {
        using TapirProgram program = new();
        ManyRuns.Make(program);
        using ServedProgram served = ServedProgram.Start(program);

        // Whatever else the machine does meanwhile counts against the page: the best of three new windows is its own time.
        double best = double.MaxValue;
        for (int look = 0; look < 3 && best > MostMilliseconds; look++)
        {
            await using Visit first = await Visit.OpenAsync(served.Client.BaseAddress!);
            best = Math.Min(best, await first.Tab.EvaluateAsync<double>("performance.getEntriesByType('paint').find(paint => paint.name === 'first-contentful-paint').startTime"));
            await Expect(first.Tab.GetByText("10,000 runs")).ToBeVisibleAsync();
        }

        Assert.IsLessThan(MostMilliseconds, best, "The first view took longer than it may.");

        await using Visit visit = await Visit.OpenAsync(served.Client.BaseAddress!);
        ILocator rows = visit.Tab.Locator("table.runs tbody tr");
        await Expect(rows).ToHaveCountAsync(50);
        await Expect(rows.First).ToContainTextAsync("tiny-10000");
        await visit.PictureAsync("ten-thousand-runs");

        await visit.Tab.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Expect(rows.First).ToContainTextAsync("tiny-9950");

        await visit.Tab.GetByRole(AriaRole.Link, new() { Name = "failed", Exact = true }).ClickAsync();
        await Expect(visit.Tab.GetByText("3,283 runs found")).ToBeVisibleAsync();

        await visit.Tab.GetByLabel("Find by name").FillAsync("tiny-333");
        await Expect(visit.Tab.GetByText("5 runs found")).ToBeVisibleAsync();
        visit.AssertNoComplaints();
    }
}
