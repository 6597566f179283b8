namespace Tapir.Models.Training;

/// <summary>Linear warm-up, then a half cosine down: a pure function of the step, so that it needs no state in a checkpoint.</summary>
internal static class LearningRate
{
    /// <param name="step">0-based.</param>
    /// <param name="steps">All steps of the training.</param>
    /// <param name="options">Peak, warm-up and end.</param>
    public static double At(int step, int steps, TrainingOptions options)
    {
        double warmup = Math.Ceiling(options.WarmupShare * steps);
        if (step < warmup)
        {
            return options.LearningRate * (step + 1) / warmup;
        }

        double progress = (step - warmup) / Math.Max(1, steps - 1 - warmup);
        double share = options.FinalRateShare + ((1 - options.FinalRateShare) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, progress))));
        return options.LearningRate * share;
    }
}
