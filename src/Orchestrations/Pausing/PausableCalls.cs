using Tapir.Functions;
using Tapir.Orchestrations.Distilling;

namespace Tapir.Orchestrations.Pausing;

/// <summary>Calls functions for one orchestration and keeps its progress as custom status. A call that asks for a pause is made again after
/// <see cref="RunEvents.Continue"/>; calls that are refused meanwhile wait at the same gate.</summary>
internal sealed class PausableCalls(TaskOrchestrationContext context)
{
    private Task? gate;

    public OrchestrationProgress Progress { get; private set; } = new("starting");

    /// <summary>Publishes where the orchestration stands.</summary>
    public void Report(OrchestrationProgress progress)
    {
        Progress = progress;
        context.SetCustomStatus(progress);
    }

    public async Task<TOutput> CallAsync<TInput, TOutput>(DurableFunction<TInput, TOutput> function, TInput input)
    {
        while (true)
        {
            try
            {
                return await context.CallAsync(function, input);
            }
            catch (TaskFailedException refused) when (refused.FailureDetails.IsCausedBy<PauseRequestedException>())
            {
                gate ??= WaitAtGateAsync(refused.FailureDetails.ErrorMessage);
                await gate;
            }
        }
    }

    /// <summary>Calls a function once for each input, all at a time, and returns the results in the order of the inputs.</summary>
    public async Task<IReadOnlyList<TOutput>> CallAllAsync<TInput, TOutput>(DurableFunction<TInput, TOutput> function, IEnumerable<TInput> inputs) =>
        await Task.WhenAll(inputs.Select(input => CallAsync(function, input)));

    private async Task WaitAtGateAsync(string reason)
    {
        OrchestrationProgress before = Progress;
        Report(before with { Paused = reason });
        await context.WaitForExternalEvent<string?>(RunEvents.Continue);
        gate = null;
        Report(Progress with { Paused = null });
    }
}
