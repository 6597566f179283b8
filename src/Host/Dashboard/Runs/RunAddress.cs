namespace Tapir.Host.Dashboard.Runs;

/// <summary>Where a run is on the page and in the API, relative to the page's root.</summary>
internal static class RunAddress
{
    public static string Of(string run) => $"runs/{Uri.EscapeDataString(run)}";

    public static string Of(string run, string part) => $"{Of(run)}/{part}";
}
