using System.ClientModel;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tapir.Teachers.Endpoints;

/// <summary>One attempt at one endpoint: the time limit, the reply's raw bytes, and the outcome as a response or an exception of ours.</summary>
internal sealed class EndpointChatClient(IChatClient inner, ChatModelSpec spec, EndpointHealth health, CallGate gate, TimeProvider time)
    : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource limit = new(spec.Timeout, time);
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            ChatResponse response = await AskAsync(messages, options, linked.Token).ConfigureAwait(false);
            health.Answered();
            return response;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TransientEndpointException(
                $"{spec.Url} (model {spec.Model}) did not answer within {spec.Timeout.TotalSeconds:0.#} seconds", mayBeCharged: true);
        }
        catch (TransientEndpointException error)
        {
            if (error is { RetryAfter: { } wait, AsksForTooLong: false })
            {
                gate.HoldFor(wait);
            }

            throw;
        }
        catch (RequestRejectedException error)
        {
            health.Rejected(error);
            throw;
        }
    }

    private async Task<ChatResponse> AskAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellation)
    {
        ReplyHolder holder = EndpointHandler.Capture();
        try
        {
            ChatResponse response = await base.GetResponseAsync(messages, options, cancellation).ConfigureAwait(false);
            response.RawRepresentation = holder.Bytes;
            return response;
        }
        catch (ContentFilteredException filtered)
        {
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, ""))
            {
                FinishReason = ChatFinishReason.ContentFilter,
                ModelId = spec.Model,
                Usage = new UsageDetails { InputTokenCount = 0, OutputTokenCount = 0 },
                RawRepresentation = filtered.Reply,
            };
        }
        catch (Exception error) when (error is JsonException or ClientResultException or FormatException or InvalidOperationException
            or ArgumentException or KeyNotFoundException)
        {
            // What the library throws for a reply with status 200 that is no chat completion. Its message may quote the reply, so it is left out.
            throw new TransientEndpointException($"{spec.Url} (model {spec.Model}) sent a reply that is no chat completion", mayBeCharged: true);
        }
    }
}
