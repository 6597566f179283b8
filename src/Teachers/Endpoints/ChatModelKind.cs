using System.Text.Json.Serialization;

namespace Tapir.Teachers.Endpoints;

/// <summary>Where a chat model comes from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChatModelKind>))]
public enum ChatModelKind
{
    /// <summary>The tutor inside Tapir: no key, no network, free.</summary>
    [JsonStringEnumMemberName("tutor")]
    Tutor,

    /// <summary>An endpoint that speaks the OpenAI chat protocol.</summary>
    [JsonStringEnumMemberName("openai")]
    OpenAI,

    /// <summary>A model that this process computes: no key, no network, free.</summary>
    [JsonStringEnumMemberName("local")]
    Local,
}
