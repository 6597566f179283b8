using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Tapir.Activities.Training.Isolation;
using Tapir.Host.Commands;

namespace Tapir.Host.Engine;

/// <summary>Computes slices by <c>tapir train-slice</c>. The child's standard input stays open as long as this process lives: when it ends, the child ends itself.</summary>
/// <param name="start">Makes the command line for a folder.</param>
internal sealed class SliceProcess(Func<string, ProcessStartInfo> start, ILogger<SliceProcess> log) : ISliceProcess
{
    private const int LongestLastWords = 2_000;

    /// <summary>By this program itself.</summary>
    public static SliceProcess OfThisProgram(ILoggerFactory loggers) =>
        new(folder => OwnProgram.With(TrainSliceCommand.Name, folder), loggers.CreateLogger<SliceProcess>());

    public async Task<SliceProcessEnd> RunAsync(string folder, Action<string> said, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using Process child = Start(folder);
        log.SliceProcessStarted(child.Id);
        try
        {
            using CancellationTokenRegistration ending = cancellation.Register(() => Kill(child));
            Task<string> lastWords = LastWordsAsync(child.StandardError);
            while (await child.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
            {
                said(line);
            }

            await child.WaitForExitAsync(CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            return new SliceProcessEnd(child.ExitCode, await lastWords);
        }
        finally
        {
            // Whatever went wrong here: what it works with is about to be removed.
            Kill(child);
            await child.WaitForExitAsync(CancellationToken.None);
        }
    }

    private Process Start(string folder)
    {
        ProcessStartInfo command = start(folder);
        try
        {
            return Process.Start(command) ?? throw new InvalidOperationException($"No process was started by '{command.FileName}'.");
        }
        catch (Win32Exception refused)
        {
            throw new InvalidOperationException(
                $"No process for a training slice can be started by '{command.FileName}': {refused.Message}. Set training.isolation to inProcess to do without.", refused);
        }
    }

    private static void Kill(Process child)
    {
        try
        {
            child.Kill();
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            // It has ended meanwhile.
        }
    }

    private static async Task<string> LastWordsAsync(StreamReader errors)
    {
        string words = "";
        char[] piece = new char[1_024];
        for (int read = await errors.ReadAsync(piece); read > 0; read = await errors.ReadAsync(piece))
        {
            words += new string(piece, 0, read);
            words = words[Math.Max(0, words.Length - LongestLastWords)..];
        }

        return words.Trim();
    }
}
