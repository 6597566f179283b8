using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Tapir.EndToEnd;
using Tapir.EndToEnd.Serving;
using static Microsoft.Playwright.Assertions;

namespace Tapir.Page;

/// <summary>A run that waits for a person says so on the page, and is answered there.</summary>
[TestClass]
public sealed class ReviewPageTests
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 240_000 };

    [TestMethod]
    public async Task Review_Approved_LetsTheRunGoOnToItsEnd()
    {
        using TapirProgram program = new();
        using ServedProgram served = ServedProgram.Start(program);
        await StartAsync(served, $"{await File.ReadAllTextAsync(TapirProgram.TinySpec)}\nreview: {{ points: [export], sample: 3 }}\n");
        await using Visit visit = await Visit.OpenAsync(served.Client.BaseAddress!);
        await Expect(visit.Tab.GetByText("tiny-1 waits for you")).ToBeVisibleAsync(Patient);
        await visit.PictureAsync("waiting-list");
        await visit.AssertAccessibleAsync();
        await visit.Tab.GetByRole(AriaRole.Link, new() { Name = "tiny-1", Exact = true }).ClickAsync();
        await Expect(visit.Tab.GetByText("tiny-1 waits for you")).ToBeVisibleAsync();

        await visit.Tab.GetByRole(AriaRole.Link, new() { Name = "Review", Exact = true }).ClickAsync();
        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "Review of the student S_2 before its export" })).ToBeVisibleAsync();
        await Expect(visit.Tab.Locator(".reviewed")).ToHaveCountAsync(3);
        await Expect(visit.Tab.GetByText("left. Without an answer it is approved then.")).ToBeVisibleAsync();
        await visit.PictureAsync("review");
        await visit.AssertAccessibleAsync();
        await visit.Tab.GetByLabel("Note").FillAsync("reads well");
        await visit.Tab.GetByLabel("Your name").FillAsync("anna");
        await visit.Tab.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();

        await Expect(visit.Tab.Locator(".run-title .pill.done")).ToBeVisibleAsync(Patient);
        await Expect(visit.Tab.GetByText("export of S_2 approved by anna: reads well")).ToBeVisibleAsync();
        visit.AssertNoComplaints();
    }

    [TestMethod]
    public async Task Review_SampleHoldsHtml_IsShownAsTextAndRejectedEndsTheRun()
    {
        using TapirProgram program = new();
        program.Write("host.json", """{ "tapir": { "allow": { "read": ["."] } } }""");
        string rows = program.Write("rows.jsonl", string.Join('\n', Enumerable.Range(0, 40).Select(row =>
            $$"""{"instruction": "<img src=x onerror=alert({{row}})> Say the number {{row}} in the colour {{"red green blue black white".Split(' ')[row % 5]}} to the man called {{(char)('a' + (row % 26))}}{{row * 31}}", "output": "Answer: {{row}}"}""")));
        using ServedProgram served = ServedProgram.Start(program);
        string spec = (await File.ReadAllTextAsync(TapirProgram.TinySpec)).Replace("seed: { perCell: 2 }", $"seed: {{ path: {rows} }}", StringComparison.Ordinal).Replace("judge: { kind: tutor }", "judge: { kind: reference }", StringComparison.Ordinal);
        await StartAsync(served, $"{spec}\nreview: {{ points: [selection], sample: 2, default: reject }}\n");
        await using Visit visit = await Visit.OpenAsync(served.Client.BaseAddress!, "runs/tiny-1/review");
        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "Review of the selection of round 1" })).ToBeVisibleAsync(Patient);

        await Expect(visit.Tab.GetByText("<img src=x onerror=alert(").First).ToBeVisibleAsync();
        await Expect(visit.Tab.Locator(".sample img")).ToHaveCountAsync(0);
        await Expect(visit.Tab.GetByText("Without an answer it is rejected then.")).ToBeVisibleAsync();
        await visit.Tab.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await visit.Tab.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();

        await Expect(visit.Tab.Locator(".run-title .pill.failed")).ToBeVisibleAsync(Patient);
        await Expect(visit.Tab.GetByText("was rejected by the page")).ToBeVisibleAsync();
        visit.AssertNoComplaints();
    }

    private static async Task StartAsync(ServedProgram served, string spec)
    {
        using HttpResponseMessage response = await served.Client.PostAsync("/api/runs", new StringContent(spec, Encoding.UTF8, "application/yaml"));
        Assert.IsTrue(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.AreEqual("tiny-1", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString());
    }
}
