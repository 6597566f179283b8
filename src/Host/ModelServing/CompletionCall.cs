using Tapir.Models.Generation;

namespace Tapir.Host.ModelServing;

/// <summary>What a request asks for.</summary>
/// <param name="Prompts">Token ids of each prompt.</param>
/// <param name="Count">Answers to each.</param>
/// <param name="Seed">Of the first answer; the others have those after it.</param>
/// <param name="IsStreamed">Whether the answers are sent piece by piece.</param>
/// <param name="HasUsage">Whether a stream ends with the tokens that it took.</param>
internal sealed record CompletionCall(IReadOnlyList<int[]> Prompts, int Count, GenerationOptions Options, ulong Seed, bool IsStreamed, bool HasUsage);
