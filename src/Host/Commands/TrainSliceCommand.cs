using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Tapir.Activities.Training.Isolation;

namespace Tapir.Host.Commands;

/// <summary>What a worker starts for a slice with <c>training.isolation: process</c>. Not for people.</summary>
internal static class TrainSliceCommand
{
    public const string Name = "train-slice";

    public static Command Create()
    {
        Argument<string> folder = new("FOLDER") { Description = "What the slice needs, as its worker has put it there." };
        Command command = new(Name, "Compute one training slice for the worker that started this process.") { folder };
        command.Hidden = true;
        command.SetAction(async (arguments, _) =>
        {
            GoFirstWhereMemoryRunsOut();
            // Ctrl-C reaches all processes of a terminal: when this one ends is for its worker to say.
            using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
            EndWithTheWorker();
            await using StreamWriter output = new(Console.OpenStandardOutput());
            // Its own alone: what anybody else prints goes where nobody takes it for a message.
            Console.SetOut(Console.Error);
            return await ChildSlice.RunAsync(arguments.GetRequiredValue(folder), output) ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    // However the worker ends, the pipe between the two closes.
    private static void EndWithTheWorker()
    {
        Stream input = Console.OpenStandardInput();
        new Thread(() =>
        {
            Span<byte> nothing = stackalloc byte[64];
            while (input.Read(nothing) > 0)
            {
                // Nothing is said this way.
            }

            // At once: native code on other threads knows of no cancellation, and there is nothing to put in order.
            Process.GetCurrentProcess().Kill();
        })
        { IsBackground = true, Name = "worker's end" }.Start();
    }

    // Linux chooses by memory and by this number; a slice is made again, a worker has other things to do as well.
    private static void GoFirstWhereMemoryRunsOut()
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                File.WriteAllText("/proc/self/oom_score_adj", "500");
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A sandbox without it: then memory alone decides.
        }
    }
}
