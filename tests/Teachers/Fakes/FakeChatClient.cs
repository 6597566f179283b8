using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Tapir.Teachers.Tests.Fakes;

/// <summary>A chat model that answers as the test says and keeps what it was asked.</summary>
internal sealed class FakeChatClient(Func<IReadOnlyList<ChatMessage>, CancellationToken, Task<ChatResponse>> answer) : IChatClient
{
    private int calls;

    public FakeChatClient(Func<IReadOnlyList<ChatMessage>, string> answer)
        : this((messages, _) => Task.FromResult(Reply(answer(messages))))
    {
    }

    public int Calls => calls;

    public ConcurrentQueue<IReadOnlyList<ChatMessage>> Asked { get; } = [];

    public ConcurrentQueue<ChatOptions?> Options { get; } = [];

    public static ChatResponse Reply(string text, long inputTokens = 10, long outputTokens = 5) =>
        new(new ChatMessage(ChatRole.Assistant, text))
        {
            FinishReason = ChatFinishReason.Stop,
            ModelId = "fake",
            Usage = new UsageDetails { InputTokenCount = inputTokens, OutputTokenCount = outputTokens },
        };

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref calls);
        IReadOnlyList<ChatMessage> asked = [.. messages];
        Asked.Enqueue(asked);
        Options.Enqueue(options);
        return answer(asked, cancellationToken);
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The tests do not stream.");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
