using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Notifying;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;
using Tapir.Orchestrations.Training;

namespace Tapir.Orchestrations.Preference;

/// <summary>Tunes the last student by preference after the last round (docs/method.md, "Preference"): pairs, the reference's log-probabilities, training, evaluation.</summary>
public sealed class PreferenceTuning : TaskOrchestrator<PreferenceInput, PreferenceOutcome>
{
    /// <value>What follows the run's id and a colon in the id of its instance.</value>
    public const string Part = "preference";

    public override async Task<PreferenceOutcome> RunAsync(TaskOrchestrationContext context, PreferenceInput input)
    {
        RunSpec spec = input.Spec;
        PreferenceSpec preference = spec.Training.Preference ?? throw new ArgumentException("The spec has no section 'training.preference'.");
        StudentRef student = input.Last.Trained.Student;
        PausableCalls calls = new(context, new RunNotices(context, input.IsWatched));
        void Enter(string phase) => calls.Report(calls.Progress with { Phase = phase });
        int SeedFor(string purpose) => RandomSeeds.For(spec.RandomSeed, $"preference/{purpose}");

        Enter("choosing pairs");
        SelectedPairs pairs = await calls.CallAsync(
            PreferenceFunctions.SelectPairs,
            new SelectPairs(
                student,
                input.Last.Pool,
                input.Judged,
                input.HeldOut,
                spec.Curriculum.Threshold,
                preference.Tokens / preference.Epochs,
                spec.Evaluation.ShardSize,
                SeedFor("pairs")));
        PreferenceOutcome outcome = new(input.Last.Round, pairs);
        if (pairs.Count == 0)
        {
            return outcome;
        }

        Enter("measuring the reference");
        IReadOnlyList<MeasuredPairs> before = await MeasureAsync(calls, spec.Training, pairs, student);

        Enter("training");
        TrainedStudent trained = await calls.TrainAsync(
            new RunTraining(
                student,
                pairs.Pairs,
                OptimizerSettings.Of(spec.Training, spec.Student, preference),
                pairs.Tokens * preference.Epochs,
                SeedFor("train"))
            {
                Preference = new PreferenceObjective(preference.Beta, [.. before.Select(shard => shard.LogProbabilities)]),
            });

        Enter("evaluating");
        IReadOnlyList<MeasuredPairs> after = await MeasureAsync(calls, spec.Training, pairs, trained.Student);
        Measurement measurement = await calls.MeasureAsync(spec, input.Seed, trained.Student);
        return outcome with
        {
            Tuned = new TunedStudent(
                trained, measurement, [.. before.Select(shard => shard.LogProbabilities)], [.. after.Select(shard => shard.LogProbabilities)])
            {
                TutorTasks = input.TutorTasks is { } tasks ? await calls.MeasureAsync(spec, tasks, trained.Student) : null,
            },
        };
    }

    private static Task<IReadOnlyList<MeasuredPairs>> MeasureAsync(PausableCalls calls, TrainingSpec training, SelectedPairs pairs, StudentRef student) =>
        calls.CallAllAsync(PreferenceFunctions.MeasurePairs, pairs.Shards.Select(shard => new MeasurePairs(student, shard)
        {
            Device = training.Device,
            Precision = training.Precision == TrainingPrecision.Float32 ? null : training.Precision,
        }));
}
