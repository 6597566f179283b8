using System.Runtime.InteropServices;

namespace Tapir.Serving.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static string Describe()
    {
        string processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor"
            : RuntimeInformation.ProcessArchitecture.ToString();
        return $"{Environment.ProcessorCount} cores of {processor}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}. {Load()}";
    }

    /// <summary>Whether others used the machine meanwhile.</summary>
    public static string Load() => File.Exists("/proc/loadavg")
        ? $"Load over 1, 5 and 15 minutes: {string.Join(", ", File.ReadAllText("/proc/loadavg").Split(' ').Take(3))}."
        : "Load unknown.";
}
