using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Tapir.EndToEnd;
using Tapir.EndToEnd.Serving;
using static Microsoft.Playwright.Assertions;

namespace Tapir.Page;

/// <summary>A spec is written, mended, stored and started on the page.</summary>
[TestClass]
public sealed class SpecPageTests
{
    private const string Draft = "sessionStorage.getItem('tapir-draft:new')";

    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 240_000 };
    private static readonly string Tiny = File.ReadAllText(TapirProgram.TinySpec);

    [TestMethod]
    public async Task NewRun_BrokenSpec_NamesTheLineAndRunsToItsEndWhenMended()
    {
        using TapirProgram program = new();
        using ServedProgram served = ServedProgram.Start(program);
        await using Visit visit = await Visit.OpenAsync(served.Client.BaseAddress!, "new");
        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "A valid spec of the run “my-run”" })).ToBeVisibleAsync();

        await EditorOf(visit).FillAsync(Tiny.Replace("roundSize", "roundSiz", StringComparison.Ordinal).Replace("perCell: 2", "perCell: many", StringComparison.Ordinal));
        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "2 things to mend" })).ToBeVisibleAsync();
        await Expect(visit.Tab.GetByText("unknown key 'curriculum.roundSiz'; did you mean 'roundSize'?")).ToBeVisibleAsync();
        await Expect(Button(visit, "Start run")).ToBeDisabledAsync();
        await visit.PictureAsync("spec-broken");
        await visit.AssertAccessibleAsync();
        await visit.Tab.GetByRole(AriaRole.Button, new() { Name = "line 8, column 3" }).ClickAsync();
        await visit.Tab.WaitForFunctionAsync("() => (area => area.value?.slice(area.selectionStart, area.selectionEnd))(document.activeElement) === 'roundSiz: 120'");

        await EditorOf(visit).FillAsync(Tiny);
        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "A valid spec of the run “tiny”" })).ToBeVisibleAsync();
        await Expect(visit.Tab.Locator(".facts").GetByText("Calls")).ToBeVisibleAsync();
        await visit.PictureAsync("spec-mended");
        await Button(visit, "Start run").ClickAsync();

        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "tiny-1" })).ToBeVisibleAsync();
        await Expect(visit.Tab.Locator(".run-title .pill.done")).ToBeVisibleAsync(Patient);
        visit.AssertNoComplaints();
    }

    [TestMethod]
    public async Task NewRun_PressedTwiceOrFromTheSameDraftLater_IsOneRun()
    {
        using TapirProgram program = new();
        using ServedProgram served = ServedProgram.Start(program, "--without", "worker");
        await using Visit visit = await Visit.OpenAsync(served.Client.BaseAddress!, "new");
        await EditorOf(visit).FillAsync("name: mine\n");
        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "A valid spec of the run “mine”" })).ToBeVisibleAsync();
        string draft = await visit.Tab.EvaluateAsync<string>(Draft);

        await Button(visit, "Start run").DblClickAsync();
        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "mine-1" })).ToBeVisibleAsync();
        Assert.AreEqual(1, await CountAsync(served));

        // As after a kill between the record and the answer: the tab still has the draft.
        await visit.Tab.EvaluateAsync("draft => sessionStorage.setItem('tapir-draft:new', draft)", draft);
        await visit.GoToAsync(new Uri(served.Client.BaseAddress!, "new"));
        await Button(visit, "Start run").ClickAsync();
        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "mine-1" })).ToBeVisibleAsync();
        Assert.AreEqual(1, await CountAsync(served));

        await visit.GoToAsync(new Uri(served.Client.BaseAddress!, "new"));
        await EditorOf(visit).FillAsync("name: mine\n");
        await Button(visit, "Start run").ClickAsync();
        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "mine-2" })).ToBeVisibleAsync();
    }

    [TestMethod]
    public async Task NewRun_ServerKilledWhileWriting_ComesBackWithTheText()
    {
        using TapirProgram program = new();
        int port = FreePort.Find();
        Visit visit;
        using (ServedProgram first = ServedProgram.StartAt(program, port, "--without", "worker"))
        {
            visit = await Visit.OpenAsync(first.Client.BaseAddress!, "new");
            await EditorOf(visit).FillAsync("name: begun\n");
            await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "A valid spec of the run “begun”" })).ToBeVisibleAsync();
            first.Kill();
        }

        await using (visit)
        {
            await Expect(visit.Tab.GetByText("comes back by itself")).ToBeVisibleAsync();
            await EditorOf(visit).PressSequentiallyAsync("# more, while nobody listens\n");

            using ServedProgram second = ServedProgram.StartAt(program, port, "--without", "worker");

            await Expect(visit.Tab.GetByText("comes back by itself")).ToBeHiddenAsync();
            await Expect(visit.Tab.GetByText("This is what you wrote in this tab before.")).ToBeVisibleAsync();
            StringAssert.Contains(await EditorOf(visit).InputValueAsync(), "name: begun");
            StringAssert.Contains(await EditorOf(visit).InputValueAsync(), "# more, while nobody listens");
            await Button(visit, "Start run").ClickAsync();
            await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "begun-1" })).ToBeVisibleAsync();
            visit.AssertNoComplaints();
        }
    }

    [TestMethod]
    public async Task NewRun_StoredOrUsedBefore_IsThereToBeginWith()
    {
        FinishedRun finished = await FinishedRun.Get();
        await using Visit visit = await Visit.OpenAsync(finished.Address, $"new?run={finished.Run}");
        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "A valid spec of the run “tiny”" })).ToBeVisibleAsync();
        StringAssert.Contains(await EditorOf(visit).InputValueAsync(), "roundSize: 120");

        await EditorOf(visit).FillAsync("name: kept\nrandomSeed: 5\n");
        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "A valid spec of the run “kept”" })).ToBeVisibleAsync();
        await Button(visit, "Store").ClickAsync();
        await Expect(visit.Tab.GetByText("Stored as kept, version 1.")).ToBeVisibleAsync();
        await EditorOf(visit).FillAsync("name: kept\nrandomSeed: 6\n");
        await Button(visit, "Store").ClickAsync();
        await Expect(visit.Tab.GetByText("Stored as kept, version 2.")).ToBeVisibleAsync();

        await visit.Tab.GetByLabel("Begin with").SelectOptionAsync("new?spec=kept");
        await Expect(EditorOf(visit)).ToHaveValueAsync("name: kept\nrandomSeed: 6\n");
        await visit.Tab.GetByLabel("Version").SelectOptionAsync("1");
        await Expect(EditorOf(visit)).ToHaveValueAsync("name: kept\nrandomSeed: 5\n");
        await visit.Tab.GetByLabel("Begin with").SelectOptionAsync("new?example=quickstart");
        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "A valid spec of the run “quickstart”" })).ToBeVisibleAsync();
        visit.AssertNoComplaints();
    }

    private static ILocator EditorOf(Visit visit) => visit.Tab.GetByLabel("Spec, as YAML");

    private static ILocator Button(Visit visit, string name) => visit.Tab.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static async Task<int> CountAsync(ServedProgram served) => (await served.Client.GetFromJsonAsync<JsonElement>("/api/runs")).GetProperty("total").GetInt32();
}
