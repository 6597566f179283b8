using System.Diagnostics;

namespace Tapir.EndToEnd.Commands;

internal static class Outcome
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Waits until a process has written a file.</summary>
    public static void WaitForFile(string path, RunningProgram writer)
    {
        long start = Stopwatch.GetTimestamp();
        while (!File.Exists(path))
        {
            // The process is what is waited for; a file system tells no one reliably.
            Assert.IsTrue(writer.Lives(TimeSpan.FromMilliseconds(100)), "The process ended before it wrote " + path);
            Assert.IsLessThan(Patience, Stopwatch.GetElapsedTime(start), path);
        }
    }
}
