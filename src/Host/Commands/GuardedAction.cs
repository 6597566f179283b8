using System.CommandLine;
using Grpc.Core;
using Tapir.Host.Specs;
using Tapir.Host.State;
using Tapir.Orchestrations.Pausing;

namespace Tapir.Host.Commands;

/// <summary>Runs a command's action and turns what goes wrong into one clear message and an exit code.</summary>
internal static class GuardedAction
{
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
            catch (PauseRequestedException paused)
            {
                await Console.Error.WriteLineAsync($"error: {paused.Message}");
                return ExitCodes.Paused;
            }
            catch (RpcException refused)
            {
                await Console.Error.WriteLineAsync($"error: {refused.Status.Detail}");
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
}
