using System.Text.Json.Serialization;

namespace Tapir.Host.ModelServing;

/// <summary>A response of <c>/v1/chat/completions</c>, or a piece of one.</summary>
/// <param name="Object"><c>chat.completion</c> or <c>chat.completion.chunk</c>.</param>
/// <param name="Created">Seconds since 1970.</param>
internal sealed record ChatDocument(
    string Id, string Object, long Created, string Model, string SystemFingerprint, IReadOnlyList<ChatChoice> Choices, UsageDocument? Usage);

/// <param name="Message">The whole answer.</param>
/// <param name="Delta">What a piece adds.</param>
internal sealed record ChatChoice(
    int Index,
    ChatMessageDocument? Message,
    ChatMessageDocument? Delta,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] ChatRankings? Logprobs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason);

internal sealed record ChatMessageDocument(string? Role, string? Content);

internal sealed record ChatRankings(IReadOnlyList<RankedTokenDocument> Content);

/// <param name="Bytes">UTF-8 of the token; null where it is a part of a character.</param>
internal sealed record RankedTokenDocument(
    string Token,
    double Logprob,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] IReadOnlyList<int>? Bytes,
    IReadOnlyList<RankedTokenDocument>? TopLogprobs);
