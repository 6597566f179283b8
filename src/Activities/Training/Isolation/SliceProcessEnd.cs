using System.Globalization;

namespace Tapir.Activities.Training.Isolation;

/// <summary>How a process ended that was to compute a slice.</summary>
/// <param name="ExitCode">As .NET tells it: 128 and its number for a signal.</param>
/// <param name="LastWords">The end of what it wrote to its standard error; empty where it wrote nothing.</param>
public sealed record SliceProcessEnd(int ExitCode, string LastWords)
{
    /// <summary>In words, such as <c>signal 9 (killed; ...)</c> or <c>exit code 1</c>.</summary>
    public string Reason => OperatingSystem.IsWindows() || ExitCode is <= 128 or > 192
        ? string.Create(CultureInfo.InvariantCulture, $"exit code {ExitCode}")
        : string.Create(CultureInfo.InvariantCulture, $"signal {ExitCode - 128}{MeaningOf(ExitCode - 128)}");

    private static string MeaningOf(int signal) => signal switch
    {
        4 => " (an instruction that this processor does not know)",
        6 => " (aborted by the runtime or native code)",
        7 or 11 => " (a fault in native code: it reached for memory that is not there)",
        9 => " (killed, as the operating system does where memory runs out)",
        15 => " (asked to end)",
        _ => "",
    };
}
