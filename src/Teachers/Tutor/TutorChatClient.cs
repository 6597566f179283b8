using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Tapir.Teachers.Tutor;

/// <summary>The embedded tutor as a chat model: reads Tapir's prompts, and any other conversation as an instruction to answer.</summary>
/// <remarks>Thread-safe, without state, deterministic: equal messages bring equal replies whatever the options say. Token counts are
/// estimates (<see cref="TokenEstimate"/>).</remarks>
public sealed class TutorChatClient : IChatClient
{
    public const string ProviderName = "tapir";

    private static readonly ChatClientMetadata Metadata = new(ProviderName, providerUri: null, EmbeddedTutor.ModelId);

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<ChatResponse>(cancellationToken);
        }

        IReadOnlyList<ChatMessage> read = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        string reply = TutorReplies.To(read);
        long asked = TokenEstimate.Of(read);
        long answered = TokenEstimate.Of(reply);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, reply))
        {
            ModelId = EmbeddedTutor.ModelId,
            FinishReason = ChatFinishReason.Stop,
            Usage = new UsageDetails { InputTokenCount = asked, OutputTokenCount = answered, TotalTokenCount = asked + answered },
        });
    }

    /// <summary>The whole reply at once, as a stream's only text.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatResponse response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (ChatResponseUpdate update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
        {
            return null;
        }

        return serviceType == typeof(ChatClientMetadata) ? Metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
