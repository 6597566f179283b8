using System.Text.Json.Serialization;

namespace Tapir.Teachers.Endpoints;

/// <summary>The request's field for the longest answer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MaxTokensField>))]
public enum MaxTokensField
{
    /// <summary>OpenAI's own, and most servers of today.</summary>
    [JsonStringEnumMemberName("max_completion_tokens")]
    MaxCompletionTokens,

    /// <summary>The older name.</summary>
    [JsonStringEnumMemberName("max_tokens")]
    MaxTokens,
}
