namespace Tapir.DurableTask.Worker.Testing;

/// <summary>The first place where today's code does not do what a recorded history says.</summary>
/// <param name="InstanceId">The instance's id.</param>
/// <param name="Position">Place of the event in its history, from 0.</param>
/// <param name="Recorded">What the history records there.</param>
/// <param name="Found">What the code does there.</param>
public sealed record ReplayDifference(string InstanceId, int Position, string Recorded, string Found)
{
    public override string ToString() => $"{InstanceId}, event {Position}: the history records {Recorded}, but the code {Found}.";
}
