using Microsoft.Extensions.AI;

namespace Tapir.Teachers.Ledger;

/// <summary>A model's response as the ledger keeps it.</summary>
/// <param name="Text">The assistant's text, as received.</param>
/// <param name="FinishReason">Why the model stopped, in the words of <see cref="ChatFinishReason"/>; null where it did not say.</param>
/// <param name="Model">The model that answered, as the endpoint names it.</param>
/// <param name="InputTokens">As the endpoint counted them; 0 or more.</param>
/// <param name="OutputTokens">As the endpoint counted them; 0 or more.</param>
/// <param name="Raw">The endpoint's reply, byte for byte, where it came over the network.</param>
public sealed record RecordedResponse(
    string Text, string? FinishReason, string? Model, long InputTokens, long OutputTokens, ReadOnlyMemory<byte> Raw)
{
    /// <summary>The response in the form of the chat abstractions; equal for the first answer and for every later hit.</summary>
    public ChatResponse ToChatResponse() => new(new ChatMessage(ChatRole.Assistant, Text))
    {
        FinishReason = FinishReason is null ? null : new ChatFinishReason(FinishReason),
        ModelId = Model,
        Usage = new UsageDetails
        {
            InputTokenCount = InputTokens,
            OutputTokenCount = OutputTokens,
            TotalTokenCount = InputTokens + OutputTokens,
        },
    };
}
