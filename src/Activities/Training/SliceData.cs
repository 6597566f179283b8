using Tapir.Activities.Preference;
using Tapir.Activities.Students;
using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Models;
using Tapir.Models.Training;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Training;

/// <summary>What a training sees, in the student's tokens, and how it is made to.</summary>
/// <param name="Examples">Those that fit the student's context; in a preference tuning two for each pair, the chosen answer first.</param>
/// <param name="LeftOut">How many do not fit.</param>
/// <param name="Cut">How many fit because their instruction lost its end.</param>
internal sealed record SliceData(IReadOnlyList<EncodedExample> Examples, int LeftOut, int Cut, TrainingOptions Options)
{
    /// <exception cref="InvalidOperationException">None fits the student's context.</exception>
    public static Task<SliceData> ReadAsync(IArtifactStore artifacts, Student student, RunSlice input, CancellationToken cancellation) => input.Preference is { } preference
        ? ReadPairsAsync(artifacts, student, input, preference, cancellation)
        : ReadExamplesAsync(artifacts, student, input, cancellation);

    private static async Task<SliceData> ReadExamplesAsync(IArtifactStore artifacts, Student student, RunSlice input, CancellationToken cancellation)
    {
        IReadOnlyList<Example> examples = await artifacts.ReadAllLinesAsync<Example>(input.Examples, cancellation);
        EncodedExamples encoded = EncodedExamples.Of(student.Chat, examples, student.Config.ContextLength, input.Settings.CutsLongInstructions is true);
        if (encoded.Fitting.Count == 0)
        {
            throw new InvalidOperationException($"None of the {examples.Count} training examples fits the student's context of {student.Config.ContextLength} tokens. Raise student.context.");
        }

        long tokensPerEpoch = encoded.Fitting.Sum(example => (long)example.Tokens.Length);
        return new SliceData(encoded.Fitting, encoded.LeftOut, encoded.Cut, OptionsOf(input) with
        {
            Epochs = (int)Math.Min(input.Settings.Epochs, (input.Tokens + tokensPerEpoch - 1) / tokensPerEpoch),
            TokenBudget = input.Tokens,
        });
    }

    // The pairs were chosen so that they fit context and tokens, so each epoch sees all of them.
    private static async Task<SliceData> ReadPairsAsync(
        IArtifactStore artifacts, Student student, RunSlice input, PreferenceObjective preference, CancellationToken cancellation)
    {
        ReferencedPairs pairs = await ReferencedPairs.ReadAsync(artifacts, input.Examples, preference.Reference, cancellation);
        return new SliceData(pairs.Encoded(student.Chat), LeftOut: 0, Cut: 0, OptionsOf(input) with
        {
            Epochs = input.Settings.Epochs,
            Objective = new DirectPreference { Beta = preference.Beta, ReferenceLogProbabilities = pairs.LogProbabilities },
        });
    }

    /// <summary>How a slice is trained, but for what follows from its examples.</summary>
    internal static TrainingOptions OptionsOf(RunSlice input)
    {
        OptimizerSettings settings = input.Settings;
        TrainingOptions usual = new();
        return usual with
        {
            Seed = (ulong)input.RandomSeed,
            BatchTokens = settings.BatchTokens,
            LearningRate = settings.LearningRate,
            WarmupShare = settings.WarmUp,
            WeightDecay = settings.WeightDecay,
            ClipNorm = settings.ClipNorm,
            DecayVocabulary = settings.DecaysVocabulary ?? true,
            // A GPU takes a whole step at once; where its memory does not suffice, the trainer halves.
            MicroBatchTokens = settings.Device is null ? usual.MicroBatchTokens : settings.BatchTokens,
            Device = TrainingDevices.Of(settings.Device),
            Precision = TrainingDevices.Of(settings.Precision ?? TrainingPrecision.Float32),
            Trained = settings.Adapter is { } adapter ? AdapterOf(adapter) : TrainedPart.AllWeights,
        };
    }

    private static LowRankAdapter AdapterOf(AdapterSpec spec)
    {
        LowRankAdapter adapter = new() { Rank = spec.Rank, Alpha = spec.Alpha, Dropout = spec.Dropout };
        return spec.TargetModules is { } modules ? adapter with { Targets = [.. modules.Select(module => LowRankAdapter.TargetModules[module])] } : adapter;
    }
}
