using System.Text.Json.Serialization;

namespace Tapir.Curriculum.Planning;

/// <summary>How the hard share is brought about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Mixing>))]
public enum Mixing
{
    /// <summary>As many hard examples are drawn as make up the share of the tokens; each has weight 1.</summary>
    SamplingRatio,

    /// <summary>All are used; weights make the weighted share of the tokens exact.</summary>
    Weights,
}
