using System.Text.Json.Serialization;
using Tapir.Artifacts;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Training;

/// <summary>What a slice did, apart from the artifacts that it made. The properties are those of <see cref="TrainingSlice"/>.</summary>
internal sealed record SliceOutcome(int LeftOut, int Epoch, long Step, long Steps, long Tokens, IReadOnlyList<LossPoint> Losses)
{
    public int? Cut { get; init; }

    /// <summary>Whether it was the last slice of its training.</summary>
    [JsonIgnore]
    public bool IsFinished => Step >= Steps;

    /// <param name="model">The trained student of the last slice; null for any other.</param>
    public TrainingSlice StoredAs(ArtifactRef checkpoint, ArtifactRef? model) => new(checkpoint, model, LeftOut, Epoch, Step, Steps, Tokens, Losses) { Cut = Cut };
}
