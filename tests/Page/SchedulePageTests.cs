using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Tapir.EndToEnd;
using Tapir.EndToEnd.Serving;
using static Microsoft.Playwright.Assertions;

namespace Tapir.Page;

/// <summary>A schedule is made and steered on the page.</summary>
[TestClass]
public sealed class SchedulePageTests
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 240_000 };

    [TestMethod]
    public async Task Schedules_MadePausedStartedByHandAndRemoved_DoAsTold()
    {
        using TapirProgram program = new();
        using ServedProgram served = ServedProgram.Start(program);
        using HttpResponseMessage stored = await served.Client.PutAsync("/api/specs/tiny", new StringContent(await File.ReadAllTextAsync(TapirProgram.TinySpec), Encoding.UTF8, "application/yaml"));
        stored.EnsureSuccessStatusCode();
        await using Visit visit = await Visit.OpenAsync(served.Client.BaseAddress!, "schedules");
        await Expect(visit.Tab.GetByText("No schedule yet.")).ToBeVisibleAsync();
        await visit.Tab.GetByRole(AriaRole.Link, new() { Name = "New schedule" }).ClickAsync();

        await MakeAsync(visit);

        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "nightly" })).ToBeVisibleAsync();
        await Expect(visit.Tab.Locator(".upcoming li")).ToHaveCountAsync(5);
        await visit.PictureAsync("schedules");
        await visit.AssertAccessibleAsync();

        await Button(visit, "Pause").ClickAsync();
        await Expect(visit.Tab.Locator(".schedule .pill.paused")).ToBeVisibleAsync();
        await Expect(visit.Tab.Locator(".upcoming li")).ToHaveCountAsync(0);
        await Button(visit, "Run now").ClickAsync();
        await visit.Tab.GetByRole(AriaRole.Link, new() { Name = "tiny-1" }).ClickAsync();
        await Expect(visit.Tab.Locator(".run-title .pill.done")).ToBeVisibleAsync(Patient);

        await visit.Tab.GetByRole(AriaRole.Link, new() { Name = "Schedules" }).ClickAsync();
        await Button(visit, "Resume").ClickAsync();
        await Expect(visit.Tab.Locator(".schedule .pill.done")).ToHaveTextAsync("active");
        await Button(visit, "Remove").ClickAsync();
        await visit.Tab.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(visit.Tab.GetByText("No schedule yet.")).ToBeVisibleAsync();
        visit.AssertNoComplaints();
    }

    [TestMethod]
    public async Task NewSchedule_StartedByFiles_ChecksThePlaceAndWatchesIt()
    {
        using TapirProgram program = new();
        string incoming = Directory.CreateDirectory(Path.Combine(program.Root, "in")).FullName;
        program.Write("host.json", JsonSerializer.Serialize(new { tapir = new { allow = new { read = new[] { incoming } } } }));
        using ServedProgram served = ServedProgram.Start(program);
        string spec = (await File.ReadAllTextAsync(TapirProgram.TinySpec)).Replace("judge: { kind: tutor }", "judge: { kind: reference }", StringComparison.Ordinal);
        using HttpResponseMessage stored = await served.Client.PutAsync("/api/specs/tiny", new StringContent(spec, Encoding.UTF8, "application/yaml"));
        stored.EnsureSuccessStatusCode();
        await using Visit visit = await Visit.OpenAsync(served.Client.BaseAddress!, "schedules/new");

        await visit.Tab.GetByLabel("Name", new() { Exact = true }).FillAsync("incoming");
        await visit.Tab.GetByLabel("Starts a run of").SelectOptionAsync("tiny");
        await visit.Tab.GetByLabel("What starts it").SelectOptionAsync("new files");
        await visit.Tab.GetByLabel("Folder, or blob").FillAsync(program.Root);
        await Expect(visit.Tab.GetByText("tapir.allow.read' of host.json")).ToBeVisibleAsync();
        await visit.Tab.GetByLabel("How often it is looked").FillAsync("soon");
        await Expect(visit.Tab.GetByText("'soon' is no length of time")).ToBeVisibleAsync();
        await visit.PictureAsync("schedule-files");
        await visit.AssertAccessibleAsync();

        await visit.Tab.GetByLabel("Folder, or blob").FillAsync(incoming);
        await visit.Tab.GetByLabel("How often it is looked").FillAsync("1s");
        await visit.Tab.GetByLabel("For how long files").FillAsync("1s");
        await Button(visit, "Make it").ClickAsync();

        await Expect(visit.Tab.GetByRole(AriaRole.Heading, new() { Name = "incoming" })).ToBeVisibleAsync();
        await Expect(visit.Tab.GetByText("waits for the run before")).ToBeVisibleAsync();
        await File.WriteAllTextAsync(Path.Combine(incoming, "rows.jsonl"), string.Concat(Enumerable.Range(1, 30).Select(number => $$"""{"instruction": "Name page {{number}} of the book.", "output": "Page {{number}}."}""" + "\n")));
        await Expect(visit.Tab.GetByRole(AriaRole.Link, new() { Name = "tiny-1" })).ToBeVisibleAsync(Patient);
        visit.AssertNoComplaints();
    }

    private static async Task MakeAsync(Visit visit)
    {
        await visit.Tab.GetByLabel("Name").FillAsync("nightly");
        await visit.Tab.GetByLabel("Starts a run of").SelectOptionAsync("tiny");
        await visit.Tab.GetByLabel("When, as minute").FillAsync("61 2 * * *");
        await Expect(visit.Tab.GetByText("'61 2 * * *' is no cron expression")).ToBeVisibleAsync();
        await visit.Tab.GetByLabel("In the time of").FillAsync("Asia/Kathmandoo");
        await Expect(visit.Tab.GetByText("knows no time zone 'Asia/Kathmandoo'")).ToBeVisibleAsync();
        await Expect(visit.Tab.Locator(".upcoming li")).ToHaveCountAsync(0);
        await visit.PictureAsync("schedule-broken");
        await visit.AssertAccessibleAsync();

        await visit.Tab.GetByLabel("When, as minute").FillAsync("30 2 * * *");
        await visit.Tab.GetByLabel("In the time of").FillAsync("Asia/Kathmandu");
        await Expect(visit.Tab.Locator(".upcoming li")).ToHaveCountAsync(5);
        await Expect(visit.Tab.Locator(".upcoming li").First).ToContainTextAsync("02:30 +05:45");
        await Button(visit, "Make it").ClickAsync();
    }

    private static ILocator Button(Visit visit, string name) => visit.Tab.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
