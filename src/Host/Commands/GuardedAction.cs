using System.CommandLine;
using System.Net.Sockets;
using Grpc.Core;
using Tapir.Functions;
using Tapir.Host.Specs;
using Tapir.Host.State;
using Tapir.Orchestrations.Pausing;

namespace Tapir.Host.Commands;

/// <summary>Runs a command's action and turns what goes wrong into one clear message and an exit code.</summary>
internal static class GuardedAction
{
    private const int MostLooks = 5;

    /// <summary>An action that only reads: it is made again when the process whose sidecar it asked has ended meanwhile. Writes its result last.</summary>
    public static void SetGuardedLook(this Command command, Func<ParseResult, CancellationToken, Task<int>> look) =>
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            for (int made = 1; ; made++)
            {
                try
                {
                    return await look(arguments, cancellation);
                }
                catch (RpcException gone) when (gone.StatusCode == StatusCode.Unavailable && made < MostLooks)
                {
                    // Where it left the state folder is on the disk, or another process has it by now.
                }
            }
        });

    public static void SetGuardedAction(this Command command, Func<ParseResult, CancellationToken, Task<int>> action) =>
        command.SetAction(async (arguments, cancellation) =>
        {
            try
            {
                return await action(arguments, cancellation);
            }
            catch (SpecException problem)
            {
                foreach (SpecError error in problem.Errors)
                {
                    await Console.Error.WriteLineAsync($"error: {error}");
                }

                return ExitCodes.WrongInput;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return ExitCodes.Interrupted;
            }
            catch (Exception mayPass) when (mayPass is PauseRequestedException or FunctionTimeLimitException)
            {
                await Console.Error.WriteLineAsync($"error: {mayPass.Message}");
                return ExitCodes.Paused;
            }
            catch (RpcException refused)
            {
                await Console.Error.WriteLineAsync($"error: {MessageOf(refused)}");
                return ExitCodes.Failed;
            }
            catch (Exception problem) when (WrongInput.Is(problem))
            {
                await Console.Error.WriteLineAsync($"error: {problem.Message}");
                return ExitCodes.WrongInput;
            }
            catch (Exception problem)
            {
                await Console.Error.WriteLineAsync($"error: {problem.Message}");
                await Console.Error.WriteLineAsync($"This is a fault in Tapir ({problem.GetType().Name}); nothing that was done is lost. TAPIR_LOG=debug shows where it happened.");
                if (Environment.GetEnvironmentVariable("TAPIR_LOG") == "debug")
                {
                    await Console.Error.WriteLineAsync(problem.ToString());
                }

                return ExitCodes.Failed;
            }
        });

    private static string MessageOf(RpcException refused) => refused is { StatusCode: StatusCode.Unavailable, Status.DebugException: HttpRequestException or SocketException }
        ? "The process that works on the state folder does not answer; it may have ended at this moment. Run the same command again."
        : refused.Status.Detail;
}
