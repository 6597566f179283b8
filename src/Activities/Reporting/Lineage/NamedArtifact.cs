using Tapir.Artifacts;

namespace Tapir.Activities.Reporting;

/// <summary>An artifact that a run's reader asks about.</summary>
/// <param name="What">What it is: <c>pool</c>, <c>training set</c>, <c>student</c>, ...</param>
/// <param name="Round">Round that made it; null for what comes before the rounds.</param>
internal sealed record NamedArtifact(string What, int? Round, ArtifactRef Artifact)
{
    public string Name => Round is { } round ? $"{What} of round {round}" : What;
}
