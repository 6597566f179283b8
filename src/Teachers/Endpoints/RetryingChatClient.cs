using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Tapir.Teachers.Endpoints;

/// <summary>Makes a call again that failed for a reason that may pass: after as long as the endpoint asked for, else after exponentially longer
/// pauses with jitter. Stands above the ledger, so that every attempt has its own intent.</summary>
internal sealed class RetryingChatClient : DelegatingChatClient
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly ChatModelSpec spec;
    private readonly ResiliencePipeline pipeline;

    public RetryingChatClient(IChatClient inner, ChatModelSpec spec, TimeProvider time, ILogger logger)
        : base(inner)
    {
        this.spec = spec;
        pipeline = spec.Retries == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(Options(logger)).Build();
    }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> conversation = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        try
        {
            return await pipeline.ExecuteAsync(
                static async (call, cancellation) => await call.Client.GetResponseAsync(call.Conversation, call.Options, cancellation).ConfigureAwait(false),
                (Client: InnerClient, Conversation: conversation, Options: options),
                cancellationToken).ConfigureAwait(false);
        }
        catch (TransientEndpointException error)
        {
            string asked = error.AsksForTooLong
                ? $" It asks to be left alone for {error.RetryAfter!.Value.TotalMinutes:0} minutes."
                : $" {spec.Retries + 1} attempts were made.";
            throw new EndpointUnavailableException($"{error.Message}.{asked} Nothing is lost: run the same command again when the endpoint is back.");
        }
    }

    /// <summary>The whole response as one stream: half a stream could not be tried again.</summary>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatResponse response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (ChatResponseUpdate update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    private RetryStrategyOptions Options(ILogger logger) => new()
    {
        ShouldHandle = arguments => ValueTask.FromResult(
            arguments.Outcome.Exception is TransientEndpointException { AsksForTooLong: false }),
        MaxRetryAttempts = spec.Retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = FirstPause,
        MaxDelay = LongestPause,
        // Null lets the exponential pause stand.
        DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as TransientEndpointException)?.RetryAfter),
        OnRetry = arguments =>
        {
            TeacherTelemetry.Retry(spec.Model, arguments.AttemptNumber + 1, arguments.RetryDelay, arguments.Outcome.Exception!);
            Log.CallRepeated(logger, spec.Model, arguments.AttemptNumber + 1, arguments.RetryDelay.TotalSeconds, arguments.Outcome.Exception!.Message);
            return ValueTask.CompletedTask;
        },
    };
}
