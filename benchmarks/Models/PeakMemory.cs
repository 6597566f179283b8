namespace Tapir.Models.Benchmarks;

internal static class PeakMemory
{
    private const string Key = "VmHWM:";

    /// <summary>The most memory that this process has had at once; NaN where the system does not say.</summary>
    public static double Gibibytes => File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal)) is { } line
        ? double.Parse(line[Key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim()) / (1 << 20)
        : double.NaN;
}
