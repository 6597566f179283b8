using System.Globalization;
using Tapir.Host.Results;

namespace Tapir.Host.Live;

/// <summary>How figures are written for people, the same in every view.</summary>
internal static class Wording
{
    public static string Duration(TimeSpan time)
    {
        TimeSpan whole = TimeSpan.FromSeconds(Math.Round(time.TotalSeconds));
        return whole.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)whole.TotalHours} h {whole.Minutes:00} min")
            : time.TotalSeconds >= 59.95
                ? string.Create(CultureInfo.InvariantCulture, $"{(int)whole.TotalMinutes} min {whole.Seconds:00} s")
                : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
    }

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");

    public static string Accuracy(double value, double low, double high) =>
        string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.0} % ({low * 100:0.0} to {high * 100:0.0})");

    /// <summary>Per cent with its interval, short enough for five columns in a terminal of 80.</summary>
    public static string AccuracyCell(double value, double low, double high)
    {
        string figure = value < 0.9995 ? (value * 100).ToString("0.0", CultureInfo.InvariantCulture) : "100";
        return string.Create(CultureInfo.InvariantCulture, $"{figure} ({low * 100:0}-{high * 100:0})");
    }

    public static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Spent(RunDocument run) => Spent(run.Calls, run.Tokens, run.Cost);

    /// <param name="cost">Not said where it is 0.</param>
    public static string Spent(long calls, long tokens, double cost) => string.Create(
        CultureInfo.InvariantCulture,
        $"{calls:#,0} calls, {tokens:#,0} tokens{(cost > 0 ? $", cost {cost:0.00}" : "")}");

    /// <summary>What a line of the tree has to say after its name.</summary>
    public static string Calls(CallLine line)
    {
        List<string> parts = [];
        if (line.Computed > 0)
        {
            parts.Add($"{Count(line.Computed)} done");
        }

        if (line.Cached > 0)
        {
            parts.Add($"{Count(line.Cached)} CACHED");
        }

        if (line.Failed > 0)
        {
            parts.Add($"{Count(line.Failed)} failed");
        }

        if (line.Running > 0)
        {
            parts.Add(line.Progress is { Total: > 0 } progress
                ? $"{Count(line.Running)} running, {Count(progress.Done)} of {Count(progress.Total)} {progress.Unit}"
                : $"{Count(line.Running)} running");
        }

        return string.Join(", ", parts);
    }
}
