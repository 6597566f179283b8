using Microsoft.Playwright;

namespace Tapir.Page;

/// <summary>The system's Chromium. Tests are skipped, and say so, where there is none.</summary>
[TestClass]
public sealed class Chromium
{
    private static readonly string[] Places =
    [
        Environment.GetEnvironmentVariable("CHROMIUM") ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
    ];

    private static IPlaywright? playwright;
    private static IBrowser? browser;

    /// <summary>A browser window of its own, with nothing remembered.</summary>
    internal static async Task<IBrowserContext> OpenAsync(ColorScheme scheme = ColorScheme.Light, int width = 1360, int height = 900)
    {
        if (Array.Find(Places, File.Exists) is not { } path)
        {
            Assert.Inconclusive("There is no Chromium: install it (apt-get install chromium), or name it in CHROMIUM.");
            return null!;
        }

        playwright ??= await Playwright.CreateAsync();
        browser ??= await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = ["--no-sandbox"] });
        return await browser.NewContextAsync(new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = height } });
    }

    [AssemblyCleanup]
    public static async Task CloseAsync()
    {
        await FinishedRun.StopAsync();
        await (browser?.CloseAsync() ?? Task.CompletedTask);
        playwright?.Dispose();
    }
}
