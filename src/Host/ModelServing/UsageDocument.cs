namespace Tapir.Host.ModelServing;

/// <summary>Tokens that a request took.</summary>
internal sealed record UsageDocument(int PromptTokens, int CompletionTokens, int TotalTokens);
