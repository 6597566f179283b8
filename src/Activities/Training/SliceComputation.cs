using Tapir.Activities.Students;
using Tapir.Artifacts;
using Tapir.Models;
using Tapir.Models.Network;
using Tapir.Models.Training;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Training;

/// <summary>One slice from its artifacts to what is to be stored, in whichever process.</summary>
internal sealed class SliceComputation : IDisposable
{
    // Points of the loss curve that one slice adds: enough to draw, few enough for the history.
    private const int PointsPerSlice = 5;

    private readonly RunSlice input;
    private readonly Stream? checkpoint;
    private readonly Student student;
    private readonly SliceData data;
    private TrainingState? state;

    private SliceComputation(RunSlice input, Stream? checkpoint, Student student, SliceData data)
    {
        this.input = input;
        this.checkpoint = checkpoint;
        this.student = student;
        this.data = data;
    }

    private TrainingState State => state ?? throw new InvalidOperationException("The slice has not been computed yet.");

    /// <exception cref="ArtifactLostException">One of the slice's artifacts is gone.</exception>
    public static async Task<SliceComputation> OpenAsync(IArtifactStore artifacts, RunSlice input, CancellationToken cancellation)
    {
        Stream? checkpoint = null;
        Student? student = null;
        try
        {
            // Before anything that takes time: it may be lost, and made again by a long chain of slices, each of which comes by here.
            checkpoint = input.Checkpoint is { } reached ? await artifacts.OpenAsync(reached, cancellation) : null;
            student = await artifacts.ReadStudentAsync(input.Student.Model, cancellation);
            return new SliceComputation(input, checkpoint, student, await SliceData.ReadAsync(artifacts, student, input, cancellation));
        }
        catch
        {
            checkpoint?.Dispose();
            student?.Dispose();
            throw;
        }
    }

    /// <summary>Trains, once.</summary>
    /// <exception cref="TrainingDivergedException">The loss exploded or is not a number; the message says at which step, in which batch, and what to do.</exception>
    public SliceOutcome Run(StudentTrainer trainer, Action<TrainingProgress> progress, CancellationToken cancellation)
    {
        state = Begin();
        int first = state.Cursor.Step;
        LossCurve curve = new();
        CallProgressOf<TrainingProgress> steps = new(step =>
        {
            curve.Add(step.Tokens, step.Loss);
            progress(step);
        });
        try
        {
            SliceResult result = trainer.RunSlice(state, data.Examples, data.Options, input.Settings.SliceSteps, steps, cancellation);
            return new SliceOutcome(data.LeftOut, state.Cursor.Epoch, result.Step, result.TotalSteps, result.Tokens, curve.Points(PointsPerSlice))
            {
                Cut = data.Cut > 0 ? data.Cut : null,
            };
        }
        catch (TrainingDivergedException diverged)
        {
            string kept = first == 0 ? "No checkpoint of this training was written." : $"The checkpoint of step {first} stays, and nothing after it was kept.";
            throw new TrainingDivergedException(FormattableString.Invariant(
                $"{diverged.Message} {kept} Gone on with, it would end the same: set {RateKey} below {data.Options.LearningRate:G4} and start another run with --new, which finds again whatever does not depend on it."));
        }
    }

    public void WriteCheckpoint(Stream stream) => State.Write(stream);

    /// <summary>Writes the trained student. An adapter becomes part of the weights: the next round, and whoever uses the student, knows nothing of it.</summary>
    public void WriteModel(Stream stream)
    {
        using StudentWeights? merged = State.IsAdapter ? State.Merged() : null;
        new Student(student.Language, merged ?? State.Weights).Save(stream);
    }

    public void Dispose()
    {
        state?.Dispose();
        student.Dispose();
        checkpoint?.Dispose();
    }

    private string RateKey => input.Preference is null ? "training.learningRate" : "training.preference.learningRate";

    // What is trained are the student's weights themselves, or those of the checkpoint instead: they are in memory once.
    private TrainingState Begin()
    {
        if (checkpoint is null)
        {
            return TrainingState.BeginWith(student.Weights, data.Examples, data.Options);
        }

        string source = input.Checkpoint.ToString()!;
        if (input.Settings.Adapter is not null)
        {
            return TrainingState.ReadAdapter(checkpoint, source, student.Weights);
        }

        student.Weights.Dispose();
        return TrainingState.Read(checkpoint, source);
    }
}
