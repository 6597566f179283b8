using System.Text.Json.Serialization;

namespace Tapir.Teachers.Labeling;

/// <summary>Where a task label comes from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LabelSource>))]
public enum LabelSource
{
    /// <summary>The data's own category.</summary>
    Data,

    /// <summary>The embedded tutor knows the task.</summary>
    Tutor,

    /// <summary>A chat model said so.</summary>
    Teacher,

    /// <summary>The classifier that learnt from the teacher's labels.</summary>
    Classifier,

    /// <summary>Nobody could say: the label is Others.</summary>
    Nobody,
}
