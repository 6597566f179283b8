namespace Tapir.Architecture.Tests;

/// <summary>A room of the house, and the rooms that an arrow leads to from it.</summary>
internal sealed record Room(string Assembly, params string[] MayKnow)
{
    /// <summary>The arrows of the architecture. They point down only: a room is listed after all that it may know.</summary>
    public static IReadOnlyList<Room> All { get; } =
    [
        new("Tapir.Curriculum"),
        new("Tapir.DurableTask.Abstractions"),
        new("Tapir.DurableTask.Protocol"),
        new("Tapir.DurableTask.Client", "Tapir.DurableTask.Protocol", "Tapir.DurableTask.Abstractions"),
        new("Tapir.DurableTask.Worker", "Tapir.DurableTask.Protocol", "Tapir.DurableTask.Abstractions"),
        new("Tapir.DurableTask.Sidecar", "Tapir.DurableTask.Protocol", "Tapir.DurableTask.Abstractions"),
        new("Tapir.Functions", "Tapir.DurableTask.Abstractions"),
        new("Tapir.Artifacts", "Tapir.Curriculum"),
        new("Tapir.Datasets", "Tapir.Curriculum"),
        new("Tapir.Models", "Tapir.Curriculum"),
        new("Tapir.Teachers", "Tapir.Curriculum"),
        new("Tapir.Orchestrations", "Tapir.Functions", "Tapir.Curriculum", "Tapir.Artifacts", "Tapir.DurableTask.Abstractions"),
        new(
            "Tapir.Activities",
            "Tapir.Orchestrations",
            "Tapir.Functions",
            "Tapir.Models",
            "Tapir.Teachers",
            "Tapir.Datasets",
            "Tapir.Artifacts",
            "Tapir.Curriculum",
            "Tapir.DurableTask.Abstractions"),
        new(
            "tapir",
            "Tapir.Activities",
            "Tapir.Orchestrations",
            "Tapir.Functions",
            "Tapir.Models",
            "Tapir.Teachers",
            "Tapir.Datasets",
            "Tapir.Artifacts",
            "Tapir.Curriculum",
            "Tapir.DurableTask.Client",
            "Tapir.DurableTask.Worker",
            "Tapir.DurableTask.Sidecar",
            "Tapir.DurableTask.Protocol",
            "Tapir.DurableTask.Abstractions"),
    ];

    public override string ToString() => Assembly;
}
