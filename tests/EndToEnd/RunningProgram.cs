using System.Diagnostics;
using System.Text;

namespace Tapir.EndToEnd;

/// <summary>A process of the program. Killed when the test lets go of it.</summary>
internal sealed class RunningProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();

    public RunningProgram(Process process)
    {
        this.process = process;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public ProgramResult WaitForEnd(TimeSpan patience)
    {
        if (!process.WaitForExit(patience))
        {
            Kill();
            throw new TimeoutException($"The program did not end within {patience}. It printed:\n{Printed()}");
        }

        // Without a limit it waits for the last lines too.
        process.WaitForExit();
        return Printed();
    }

    public ProgramResult WaitForEnd() => WaitForEnd(Patience);

    /// <summary>Whether the process is still there after some time.</summary>
    public bool Lives(TimeSpan time) => !process.WaitForExit(time);

    /// <summary>Waits until a line with this text was printed.</summary>
    /// <returns>The line.</returns>
    public string WaitFor(string text)
    {
        long start = Stopwatch.GetTimestamp();
        lock (output)
        {
            while (true)
            {
                if ($"{output}\n{errors}".Split('\n').FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
                {
                    return found;
                }

                Assert.IsTrue(
                    !process.HasExited && Stopwatch.GetElapsedTime(start) < Patience,
                    $"'{text}' was never printed:\n{output}\n{errors}");
                Monitor.Wait(output, TimeSpan.FromSeconds(1));
            }
        }
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    /// <param name="name">Of the signal, such as <c>INT</c>.</param>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
    }

    private ProgramResult Printed()
    {
        lock (output)
        {
            return new ProgramResult(process.ExitCode, output.ToString(), errors.ToString());
        }
    }

    private void Append(StringBuilder text, string? line)
    {
        lock (output)
        {
            text.Append(line).Append('\n');
            Monitor.PulseAll(output);
        }
    }
}
