using System.Text.Json.Serialization;

namespace Tapir.Host.ModelServing;

/// <summary>A response of <c>/v1/completions</c>, or a piece of one.</summary>
internal sealed record TextDocument(
    string Id, string Object, long Created, string Model, string SystemFingerprint, IReadOnlyList<TextChoice> Choices, UsageDocument? Usage);

internal sealed record TextChoice(
    int Index,
    string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] TextRankings? Logprobs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason);

/// <param name="TextOffset">Where each token begins in the answer.</param>
internal sealed record TextRankings(
    IReadOnlyList<string> Tokens, IReadOnlyList<double> TokenLogprobs, IReadOnlyList<IReadOnlyDictionary<string, double>> TopLogprobs, IReadOnlyList<int> TextOffset);
