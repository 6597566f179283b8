using Tapir.Artifacts;
using Tapir.Models.Training;
using Tapir.Orchestrations.Pausing;

namespace Tapir.Activities.Training.Isolation;

/// <summary>Kinds of failures that a process has told its parent of, so that each is there what it would have been in the parent itself.</summary>
internal enum SliceFailure
{
    /// <summary>See <see cref="TrainingDivergedException"/>.</summary>
    Diverged,

    /// <summary>Memory does not suffice for one example at a time.</summary>
    Memory,

    /// <summary>The disk takes nothing more: a person can help.</summary>
    Disk,

    /// <summary>Something that another attempt would repeat.</summary>
    Other,
}

internal static class SliceFailures
{
    public static SliceMessage.Failed Of(Exception problem) => problem switch
    {
        TrainingDivergedException => new(SliceFailure.Diverged, problem.Message),
        OutOfMemoryException => new(SliceFailure.Memory, problem.Message),
        _ when DiskRefusal.IsOne(problem) => new(SliceFailure.Disk, $"A file cannot be written ({problem.Message}): {DiskRefusal.ReasonOf(problem)}"),
        _ => new(SliceFailure.Other, problem.Message),
    };

    public static Exception ToException(this SliceMessage.Failed failed) => failed.Kind switch
    {
        SliceFailure.Diverged => new TrainingDivergedException(failed.Message),
        SliceFailure.Memory => new InsufficientMemoryException(failed.Message),
        SliceFailure.Disk => new PauseRequestedException(failed.Message),
        _ => new InvalidOperationException(failed.Message),
    };
}
