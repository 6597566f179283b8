using System.Text.Json.Serialization;
using Tapir.Artifacts;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Training;

namespace Tapir.Orchestrations.Preference;

/// <summary>What a preference tuning made.</summary>
/// <param name="Round">Whose student was tuned.</param>
public sealed record PreferenceOutcome(int Round, SelectedPairs Pairs)
{
    /// <value>The student after it; null where there was no pair to tune on.</value>
    public TunedStudent? Tuned { get; init; }

    /// <value>What the tuned student is called.</value>
    [JsonIgnore]
    public string Name => $"S_{Round} + preference";
}

/// <summary>A student after its preference tuning.</summary>
/// <param name="Before">Log-probabilities of the pairs before it, shard by shard: the reference.</param>
/// <param name="After">Those after it.</param>
public sealed record TunedStudent(TrainedStudent Trained, Measurement Measurement, IReadOnlyList<ArtifactRef> Before, IReadOnlyList<ArtifactRef> After)
{
    /// <value>The student on held-out tasks of the tutor, where the seed is a file and they are asked for; null otherwise.</value>
    public Measurement? TutorTasks { get; init; }

    /// <value>Where exact answers are counted: the tutor's tasks if there are such, else the seed's own held-out part.</value>
    [JsonIgnore]
    public Measurement Counted => TutorTasks ?? Measurement;
}
