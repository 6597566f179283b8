using System.Diagnostics;
using System.Text;

namespace Tapir.DurableTask.Crashes.Tests.Processes;

/// <summary>A process that is there to be killed. Its standard input is its lifeline.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int KeptCharacters = 20_000;

    private readonly Process process;
    private readonly StringBuilder printed = new();
    private readonly TaskCompletionSource<string> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="readyText">In the line by which it says that it is ready.</param>
    public ChildProcess(string file, IEnumerable<string> arguments, string readyText, params IEnumerable<(string Name, string Value)> environment)
    {
        ProcessStartInfo start = new(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Heard(line.Data, readyText);
        process.ErrorDataReceived += (_, line) => Heard(line.Data, readyText);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Ended = EndAsync();
    }

    /// <summary>The line by which it said so; fails when it ended before.</summary>
    public Task<string> Ready => ready.Task;

    public Task Ended { get; }

    public int ExitCode => process.ExitCode;

    /// <summary>The end of what it printed.</summary>
    public string Printed
    {
        get
        {
            lock (printed)
            {
                return printed.ToString();
            }
        }
    }

    /// <summary>SIGKILL; returns when it is gone.</summary>
    /// <returns>Whether it was still alive.</returns>
    public async Task<bool> KillAsync()
    {
        bool lived = !process.HasExited;
        process.Kill();
        await Ended;
        return lived;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private async Task EndAsync()
    {
        await process.WaitForExitAsync();
        ready.TrySetException(new InvalidOperationException($"It ended before it was ready. It printed: {Printed}"));
    }

    private void Heard(string? line, string readyText)
    {
        if (line is null)
        {
            return;
        }

        lock (printed)
        {
            printed.Append(line).Append('\n');
            printed.Remove(0, Math.Max(0, printed.Length - KeptCharacters));
        }

        if (line.Contains(readyText, StringComparison.Ordinal))
        {
            ready.TrySetResult(line);
        }
    }
}
