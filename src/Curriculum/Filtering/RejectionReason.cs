using System.Text.Json.Serialization;

namespace Tapir.Curriculum.Filtering;

/// <summary>Why something a teacher wrote is not used.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RejectionReason>))]
public enum RejectionReason
{
    /// <summary>Fewer words or characters than an instruction or answer needs.</summary>
    TooShort,

    /// <summary>More than the options allow.</summary>
    TooLong,

    /// <summary>Breaks off.</summary>
    Truncated,

    /// <summary>Repeats what the teacher was shown instead of writing something new.</summary>
    Echo,

    /// <summary>Speaks of a picture, a file or a link that is not there.</summary>
    NeedsAttachment,

    /// <summary>Says the same over and over.</summary>
    Degenerate,
}
