using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.Models.Devices;
using Tapir.Models.Kernels;
using Tapir.Models.Network;

namespace Tapir.Models.Training;

/// <summary>Trains a student in slices. Slices of any length, on any number of threads, give the same weights to the bit on one instruction set.</summary>
public sealed class StudentTrainer(ILogger<StudentTrainer>? logger = null)
{
    private readonly ILogger log = logger ?? NullLogger<StudentTrainer>.Instance;

    /// <summary>Called with the step and the size of its micro-batches before each attempt at it: where a test runs out of memory.</summary>
    internal Action<int, int> BeforeStep { get; init; } = static (_, _) => { };

    /// <summary>Runs at most <paramref name="maxSteps"/> steps, or to the end, and moves <paramref name="state"/> on.</summary>
    /// <exception cref="InvalidOperationException">The state belongs to another config, other options or other examples.</exception>
    /// <exception cref="DeviceUnavailableException">The options name a device that is not here.</exception>
    /// <exception cref="TrainingDivergedException">The loss exploded or is not a number, or the weights are none after the last step: the state must not be kept.</exception>
    /// <exception cref="InsufficientMemoryException">One example at a time is still too much; where several are, they are halved instead.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the state is that after the last whole step.</exception>
    public SliceResult RunSlice(
        TrainingState state,
        IReadOnlyList<EncodedExample> examples,
        TrainingOptions options,
        int maxSteps = int.MaxValue,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        string digest = TrainingDigest.Of(state.Weights, examples, options);
        if (digest != state.Cursor.Digest)
        {
            throw new InvalidOperationException(
                $"The checkpoint belongs to training {state.Cursor.Digest[..12]}, not to {digest[..12]}: config, options or examples differ. Begin a new training from its weights instead.");
        }

        _ = DeviceSearch.Find(options.Device, options.Precision);
        TrainingPlan plan = TrainingPlan.Of(options.Objective.Lengths(examples), options);
        int first = state.Cursor.Step, end = (int)Math.Min(plan.Steps.Count, (long)first + maxSteps);
        Log.SliceBegins(log, first, end, plan.Steps.Count, options.Threads);
        long begun = Stopwatch.GetTimestamp(), tokensBefore = state.Cursor.Tokens;
        using Activity? span = TrainingTelemetry.Begin(first, end - first, state.Weights.Config.ParameterCount);
        using StepAttempts attempts = new(state, examples, options, MeanWeight(examples, options.Objective), BeforeStep, log);
        double lossSum = 0, highest = options.Objective.HighestLoss(examples, state.Weights.Config.VocabularySize);
        for (int step = first; step < end; step++)
        {
            if (cancellation.IsCancellationRequested)
            {
                attempts.Settle();
                cancellation.ThrowIfCancellationRequested();
            }

            PlannedStep planned = plan.Steps[step];
            double rate = LearningRate.At(step, plan.Steps.Count, options);
            StepOutcome outcome = attempts.ComputeGradients(step, planned);
            if (!double.IsFinite(outcome.Loss) || !double.IsFinite(outcome.GradientNorm) || outcome.Loss > highest)
            {
                throw Divergence.At(step, outcome, rate).In(planned, examples, options.Objective, log);
            }

            attempts.Runner.Update(step, rate, outcome.GradientNorm);
            if (step == end - 1)
            {
                attempts.Settle();
                // The loss of the next step would tell, but a slice that ends here would be kept.
                if (!state.IsFinite())
                {
                    throw Divergence.After(step, outcome, rate).In(planned, examples, options.Objective, log);
                }
            }

            long stepTokens = planned.TokensAfter - state.Cursor.Tokens;
            TrainingTelemetry.Stepped(stepTokens, outcome.Loss);
            state.Cursor = state.Cursor with { Step = step + 1, Tokens = planned.TokensAfter, Epoch = planned.Epoch, Position = planned.Position };
            lossSum += outcome.Loss;
            progress?.Report(new TrainingProgress(step + 1, plan.Steps.Count, planned.TokensAfter, plan.Tokens, outcome.Loss, rate, outcome.GradientNorm) { StepTokens = stepTokens });
        }

        double mean = end > first ? lossSum / (end - first) : double.NaN;
        TrainingTelemetry.End(span, state.Cursor.Tokens - tokensBefore, Stopwatch.GetElapsedTime(begun), mean);
        Log.SliceEnds(log, end, plan.Steps.Count, state.Cursor.Tokens, mean);
        return new SliceResult(end, plan.Steps.Count, state.Cursor.Tokens, plan.Tokens, mean);
    }

    /// <summary>Mean loss per response token, weights of examples ignored, in nats: for held-out examples.</summary>
    /// <exception cref="ArgumentException">There are no examples, or one does not fit the student.</exception>
    public static double Loss(StudentWeights weights, IReadOnlyList<EncodedExample> examples, int threads) => Loss(weights, examples, threads, ComputeDevice.Cpu);

    /// <summary>The same on a device, in float32.</summary>
    /// <exception cref="ArgumentException">There are no examples, or one does not fit the student.</exception>
    /// <exception cref="DeviceUnavailableException">There is no such device here.</exception>
    public static double Loss(StudentWeights weights, IReadOnlyList<EncodedExample> examples, int threads, ComputeDevice device)
    {
        _ = DeviceSearch.Find(device, ProductPrecision.Float32);
        if (examples.Count == 0)
        {
            throw new ArgumentException("There is nothing to measure: no examples.", nameof(examples));
        }

        TrainingOptions options = new() { BatchTokens = Math.Max(2048, Math.Min(weights.Config.ContextLength, examples.Max(example => example.Tokens.Length))), Threads = threads };
        foreach (EncodedExample example in examples)
        {
            TrainingDigest.Check(example, weights.Config);
        }

        EncodedExample[] equal = [.. examples.Select(example => example with { Weight = 1 })];
        TrainingPlan plan = TrainingPlan.Of([.. equal.Select(example => example.Tokens.Length)], options);
        PackedBatch[] batches = [.. plan.Steps.SelectMany(step => MicroBatches.Of(step, equal, options.BatchTokens, 1, options.Objective))];
        int units = batches.Sum(batch => batch.LossRows.Length);
        if (!device.IsCpu)
        {
            using DeviceStudent student = new(weights, device, ProductPrecision.Float32);
            DeviceLikelihoods likelihoods = new(student);
            return -batches.Sum(batch => likelihoods.Of(batch).Sum(value => (double)value)) / units;
        }

        double[] losses = new double[batches.Length];
        DecoderPass?[] passes = new DecoderPass?[threads];
        Crew.Run(batches.Length, threads, (worker, i) =>
            losses[i] = (passes[worker] ??= new DecoderPass(weights.Config, options.BatchTokens, PassOptions.ForwardOnly)).Loss(weights.Parameters, batches[i]));
        Array.ForEach(passes, pass => pass?.Dispose());
        return losses.Sum() / units;
    }

    /// <summary>Summed log-probability of each example's response, in nats, in their order: of two responses to one prompt, the ingredients of a <see cref="DirectPreference"/>.</summary>
    /// <exception cref="ArgumentException">An example does not fit the student.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two examples.</exception>
    public static IReadOnlyList<double> LogProbabilities(
        StudentWeights weights, IReadOnlyList<EncodedExample> examples, int threads, CancellationToken cancellation = default) =>
        LogProbabilities(weights, examples, threads, ComputeDevice.Cpu, ProductPrecision.Float32, cancellation);

    /// <summary>The same on a device, in the precision in which it is trained there.</summary>
    /// <exception cref="ArgumentException">An example does not fit the student.</exception>
    /// <exception cref="DeviceUnavailableException">There is no such device here.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two examples.</exception>
    public static IReadOnlyList<double> LogProbabilities(
        StudentWeights weights, IReadOnlyList<EncodedExample> examples, int threads, ComputeDevice device, ProductPrecision precision, CancellationToken cancellation = default)
    {
        _ = DeviceSearch.Find(device, precision);
        foreach (EncodedExample example in examples)
        {
            TrainingDigest.Check(example, weights.Config);
        }

        if (examples.Count == 0)
        {
            return [];
        }

        // One example at a time: what it is given must not depend on what is measured beside it.
        int longest = examples.Max(example => example.Tokens.Length);
        IEnumerable<PackedBatch> alone = Enumerable.Range(0, examples.Count).Select(i =>
            MicroBatches.Of(new PlannedStep([new PlannedRow(i, examples[i].Tokens.Length)], 0, 0, 0), examples, longest, 1, TrainingObjective.Likelihood)[0]);
        if (!device.IsCpu)
        {
            using DeviceStudent student = new(weights, device, precision);
            return Sums(alone, new DeviceLikelihoods(student).Of, cancellation);
        }

        using Team team = new(threads);
        using AdapterSet none = AdapterSet.None(weights.Config);
        using DecoderPass pass = new(weights.Config, longest, team, PassOptions.ForwardOnly with { Cuts = PassCuts.Shared });
        return Sums(alone, batch => pass.LogProbabilities(new PassInput(weights.Parameters, none, batch, 0)), cancellation);
    }

    private static List<double> Sums(IEnumerable<PackedBatch> alone, Func<PackedBatch, float[]> measure, CancellationToken cancellation)
    {
        List<double> sums = [];
        foreach (PackedBatch batch in alone)
        {
            cancellation.ThrowIfCancellationRequested();
            sums.Add(measure(batch).Sum(value => (double)value));
        }

        return sums;
    }

    // So that the scale of the weights does not change the learning rate: only their ratios count.
    private static double MeanWeight(IReadOnlyList<EncodedExample> examples, TrainingObjective objective)
    {
        if (objective is DirectPreference)
        {
            double mean = examples.Where((_, i) => i % 2 == 0).Average(chosen => chosen.Weight);
            return mean > 0 ? mean : throw new ArgumentException("All pairs have weight 0: there is nothing to learn.", nameof(examples));
        }

        double tokens = examples.Sum(example => (double)(example.Tokens.Length - example.PromptLength));
        double weighted = examples.Sum(example => (example.Tokens.Length - example.PromptLength) * example.Weight);
        return weighted > 0 ? weighted / tokens : throw new ArgumentException("All examples have weight 0: there is nothing to learn.", nameof(examples));
    }
}
