using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Tapir.Page;

/// <summary>One tab that looks at the page, and whatever the browser complained of meanwhile.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private static readonly string Pictures = Environment.GetEnvironmentVariable("TAPIR_SCREENSHOTS") ?? Path.Combine(AppContext.BaseDirectory, "screenshots");

    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];

    private Visit(IBrowserContext context, IPage tab)
    {
        this.context = context;
        Tab = tab;
        tab.SetDefaultTimeout(60_000);
        tab.Console += (_, message) => Note(message.Type == "error", message.Text);
        tab.PageError += (_, error) => Note(true, error);
    }

    public IPage Tab { get; }

    public static async Task<Visit> OpenAsync(Uri server, string path = "", ColorScheme scheme = ColorScheme.Light, int width = 1360, int height = 900)
    {
        IBrowserContext context = await Chromium.OpenAsync(scheme, width, height);
        Visit visit = new(context, await context.NewPageAsync());
        await visit.GoToAsync(new Uri(server, path));
        return visit;
    }

    /// <summary>Goes there and waits until the page is live.</summary>
    public async Task GoToAsync(Uri address)
    {
        await Tab.GotoAsync(address.ToString());
        await Assertions.Expect(Tab.Locator("html[data-live]")).ToBeVisibleAsync();
    }

    /// <summary>Keeps what the tab shows as a picture.</summary>
    public Task<byte[]> PictureAsync(string name) => Tab.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}.png"), FullPage = true });

    /// <summary>Nothing that axe calls serious or critical.</summary>
    public async Task AssertAccessibleAsync()
    {
        // Half-way through a transition a label may have any colour. What never ends, such as a progress bar, is not waited for.
        await Tab.EvaluateAsync("Promise.all(document.getAnimations().filter(one => one.effect.getComputedTiming().endTime !== Infinity).map(one => one.finished.catch(() => {})))");
        AxeResult found = await Tab.RunAxe();
        string[] bad = [.. found.Violations.Where(rule => rule.Impact is "serious" or "critical").Select(rule => $"{rule.Id} ({rule.Impact}): {rule.Help}\n  {string.Join("\n  ", rule.Nodes.Take(5).Select(node => node.Html))}")];
        Assert.IsEmpty(bad, $"{Tab.Url}\n{string.Join('\n', bad)}");
    }

    /// <summary>Nothing was refused by the content security policy, and no script failed.</summary>
    public void AssertNoComplaints() => Assert.IsEmpty(complaints, string.Join('\n', complaints));

    public async Task<bool> ScrollsSidewaysAsync() => await Tab.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth");

    public async ValueTask DisposeAsync() => await context.CloseAsync();

    // While the server is away, the browser says so of each try.
    private void Note(bool isComplaint, string text)
    {
        if (isComplaint && !text.Contains("ERR_CONNECTION", StringComparison.Ordinal) && !text.Contains("WebSocket", StringComparison.Ordinal))
        {
            complaints.Add(text);
        }
    }
}
