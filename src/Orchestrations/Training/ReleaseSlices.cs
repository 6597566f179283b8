namespace Tapir.Orchestrations.Training;

/// <summary>Which checkpoints of a training nobody goes on from any more.</summary>
/// <param name="UpToStep">Those of slices that ended at this optimizer step or before it.</param>
public sealed record ReleaseSlices(RunTraining Training, long UpToStep);

/// <param name="Count">Checkpoints removed.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Kept">Checkpoints that stay, because another run, which is not over, goes on from them or will come by them, or a backup needs them.</param>
public sealed record ReleasedSlices(int Count, long Bytes, int Kept);
