using Tapir.Models.Network;
using Tapir.Models.Training;

namespace Tapir.Models.Tests.Training;

/// <summary>Whole trainings through checkpoints, as bytes of the last one.</summary>
internal static class TrainingRuns
{
    /// <summary>Slices of so many steps, each from the checkpoint of the one before.</summary>
    public static byte[] Train(Lessons lessons, StudentWeights initial, TrainingOptions options, int steps, StudentTrainer? trainer = null)
    {
        TrainingState state = TrainingState.Begin(initial, lessons.Examples, options);
        while (true)
        {
            SliceResult result = (trainer ?? new StudentTrainer()).RunSlice(state, lessons.Examples, options, steps);
            byte[] checkpoint = Bytes(state);
            state.Dispose();
            if (result.IsFinished)
            {
                return checkpoint;
            }

            MemoryStream stream = new(checkpoint);
            state = options.Trained is LowRankAdapter ? TrainingState.ReadAdapter(stream, "checkpoint", initial) : TrainingState.Read(stream, "checkpoint");
        }
    }

    public static byte[] Bytes(TrainingState state)
    {
        using MemoryStream stream = new();
        state.Write(stream);
        return stream.ToArray();
    }
}
