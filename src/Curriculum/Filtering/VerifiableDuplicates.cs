using System.Text.Json.Serialization;

namespace Tapir.Curriculum.Filtering;

/// <summary>When two instructions of a known family are duplicates.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerifiableDuplicates>))]
public enum VerifiableDuplicates
{
    /// <summary>Only when they are equal after normalisation. Instructions of a verifiable family come from templates and differ in their
    /// numbers or words alone; such a pair has a high ROUGE-L and is nevertheless two tasks with two answers. A filter by
    /// similarity would leave a few instructions per template.</summary>
    Equal,

    /// <summary>By similarity, like any other instruction.</summary>
    Similar,
}
