using Microsoft.Extensions.AI;

namespace Tapir.Teachers.Benchmarks;

/// <summary>A chat model that takes no time: what is left is the ledger's own.</summary>
internal sealed class InstantModel : IChatClient
{
    /// <summary>As long as an instruction with its answer usually is: some 300 bytes.</summary>
    public static readonly string Instruction = string.Concat(Enumerable.Repeat("Write one more instruction of the same kind, then solve it. ", 5));

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, Instruction))
        {
            FinishReason = ChatFinishReason.Stop,
            Usage = new UsageDetails { InputTokenCount = 80, OutputTokenCount = 80 },
        });

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The ledger asks for whole responses.");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
