using Microsoft.Playwright;
using Tapir.EndToEnd;
using Tapir.EndToEnd.Serving;
using static Microsoft.Playwright.Assertions;

namespace Tapir.Page;

/// <summary>The page opens with a key where one is needed, and does no more than the key allows.</summary>
[TestClass]
public sealed class KeyTests
{
    [TestMethod]
    public async Task Page_WithKeys_AsksForOneAndDoesNoMoreThanItAllows()
    {
        using TapirProgram program = new();
        program.RunTiny().AssertExitCode(0);
        string key = program.Run("keys", "add", "reader", "--scope", "read", "--json").Json().GetProperty("key").GetString()!;
        using ServedProgram served = ServedProgram.Start(program);
        IBrowserContext context = await Chromium.OpenAsync();
        IPage tab = await context.NewPageAsync();

        await tab.GotoAsync(new Uri(served.Client.BaseAddress!, "runs/tiny-1").ToString());
        await Expect(tab.GetByRole(AriaRole.Heading, new() { Name = "Tapir" })).ToBeVisibleAsync();
        await tab.GetByLabel("Key").FillAsync("none");
        await tab.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await Expect(tab.GetByRole(AriaRole.Alert)).ToContainTextAsync("opens nothing here");

        await tab.GetByLabel("Key").FillAsync(key);
        await tab.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await Expect(tab.GetByRole(AriaRole.Heading, new() { Name = "tiny-1" })).ToBeVisibleAsync();
        await Expect(tab.Locator("html[data-live]")).ToBeVisibleAsync();

        await Expect(tab.GetByRole(AriaRole.Link, new() { Name = "Report" })).ToBeVisibleAsync();
        await Expect(tab.GetByRole(AriaRole.Button, new() { Name = "Remove" })).ToHaveCountAsync(0);
        await tab.GetByRole(AriaRole.Link, new() { Name = "Use its spec" }).ClickAsync();
        await Expect(tab.GetByText("Your key may look and check.")).ToBeVisibleAsync();
        await Expect(tab.GetByRole(AriaRole.Heading, new() { Name = "A valid spec of the run “tiny”" })).ToBeVisibleAsync();
        await Expect(tab.GetByRole(AriaRole.Button, new() { Name = "Start run" })).ToHaveCountAsync(0);

        program.Run("keys", "revoke", "reader").AssertExitCode(0);
        await Expect(tab.GetByLabel("Key")).ToBeVisibleAsync();
        await context.CloseAsync();
    }
}
