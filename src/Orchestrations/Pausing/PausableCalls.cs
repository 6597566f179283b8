using System.Text.Json;
using Tapir.Functions;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Notifying;

namespace Tapir.Orchestrations.Pausing;

/// <summary>Calls functions for one orchestration and keeps its progress as custom status. A call that asks for a pause, or whose result could not be
/// written to the index (a full disk, most often), is made again after
/// <see cref="RunEvents.Continue"/>; calls that are refused meanwhile wait at the same gate. One that was cut off at its time limit is made again at once, as after the loss of a
/// worker, and comes to the gate when that has happened <see cref="TimesAtLimit"/> times in a row.</summary>
/// <remarks>An event that comes while nobody waits is kept: the next refusal passes at once and costs one call, the one after it waits.</remarks>
/// <param name="notices">Told of each pause.</param>
internal sealed class PausableCalls(TaskOrchestrationContext context, RunNotices notices)
{
    /// <summary>How often a call is cut off at its time limit before a person has to look: a busy or stuck worker is passed over, a limit that is too short is not paid for without end.</summary>
    private const int TimesAtLimit = 3;

    private Task gate = Task.CompletedTask;
    private int openings;

    public OrchestrationProgress Progress { get; private set; } = new("starting");

    /// <summary>Publishes where the orchestration stands.</summary>
    public void Report(OrchestrationProgress progress)
    {
        Progress = progress;
        context.SetCustomStatus(progress);
    }

    public async Task<TOutput> CallAsync<TInput, TOutput>(DurableFunction<TInput, TOutput> function, TInput input)
    {
        int atLimit = 0;
        while (true)
        {
            int openingsBefore = openings;
            try
            {
                return await context.CallAsync(function, input);
            }
            catch (TaskFailedException refused) when (MayBeMended(refused.FailureDetails))
            {
                // A call that was under way while the gate opened may have been refused by what is mended now: it is made again at once.
                if (openings == openingsBefore)
                {
                    await PassGateAsync(refused.FailureDetails.ErrorMessage);
                }
            }
            catch (TaskFailedException slow) when (slow.FailureDetails.IsCausedBy<FunctionTimeLimitException>())
            {
                if (++atLimit == TimesAtLimit)
                {
                    atLimit = 0;
                    await PassGateAsync($"{slow.FailureDetails.ErrorMessage} It has been tried {TimesAtLimit} times.");
                }
            }
        }
    }

    /// <summary>Calls a function once for each input, all at a time, and returns the results in the order of the inputs.</summary>
    public async Task<IReadOnlyList<TOutput>> CallAllAsync<TInput, TOutput>(DurableFunction<TInput, TOutput> function, IEnumerable<TInput> inputs) =>
        await Task.WhenAll(inputs.Select(input => CallAsync(function, input)));

    // The index is written by the runner, around the activity: its exception does not pass through the activity's own request for a pause.
    private static bool MayBeMended(TaskFailureDetails details) =>
        details.IsCausedBy<PauseRequestedException>() || details.IsCausedBy<ResultIndexException>();

    private Task PassGateAsync(string reason)
    {
        if (gate.IsCompleted)
        {
            gate = WaitAtGateAsync(reason);
        }

        return gate;
    }

    private async Task WaitAtGateAsync(string reason)
    {
        Report(Progress with { Paused = reason, Pauses = Progress.Pauses + 1 });
        notices.Paused(reason);
        await WaitForContinueAsync();
        openings++;
        Report(Progress with { Paused = null });
    }

    // Anyone who may raise events can raise this one: that it comes is all that it says, and what comes with it must not fail the run.
    private async Task WaitForContinueAsync()
    {
        try
        {
            await context.WaitForExternalEvent<JsonElement>(RunEvents.Continue);
        }
        catch (JsonException)
        {
            // Raised by a client that does not write JSON.
        }
    }
}
