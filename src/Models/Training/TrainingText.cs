using System.Text;
using Tapir.Models.Devices;
using Tapir.Models.Network;

namespace Tapir.Models.Training;

/// <summary>Config and options as the text that a checkpoint's digest is made of.</summary>
/// <remarks>A checkpoint that lies on a disk must be known again by later versions: what they add is written only where it is not as it always was.</remarks>
internal static class TrainingText
{
    public static string Of(StudentConfig config)
    {
        StringBuilder text = new();
        text.Append($"StudentConfig {{ VocabularySize = {config.VocabularySize}, Width = {config.Width}, MlpWidth = {config.MlpWidth}, Layers = {config.Layers}, ")
            .Append($"Heads = {config.Heads}, KeyValueHeads = {config.KeyValueHeads}, HeadDimension = {config.HeadDimension}, ContextLength = {config.ContextLength}, ")
            .Append($"RopeTheta = {config.RopeTheta}, NormEpsilon = {config.NormEpsilon}, TieOutput = {config.TieOutput}, ParameterCount = {config.ParameterCount} }}");
        AppendIf(config.RopeScaling != RopeScaling.None, $" RopeScaling = {config.RopeScaling}");
        AppendIf(config.AttentionBias, " AttentionBias");
        AppendIf(config.QueryKeyNorm, " QueryKeyNorm");
        return text.ToString();

        void AppendIf(bool isUnusual, string part) => text.Append(isUnusual ? part : "");
    }

    public static string Of(TrainingOptions options)
    {
        StringBuilder text = new();
        text.Append($"TrainingOptions {{ Seed = {options.Seed}, Epochs = {options.Epochs}, TokenBudget = {options.TokenBudget}, BatchTokens = {options.BatchTokens}, ")
            .Append($"MicroBatchTokens = {options.MicroBatchTokens}, LearningRate = {options.LearningRate}, WarmupShare = {options.WarmupShare}, FinalRateShare = {options.FinalRateShare}, ")
            .Append($"Beta1 = {options.Beta1}, Beta2 = {options.Beta2}, Epsilon = {options.Epsilon}, WeightDecay = {options.WeightDecay}, ClipNorm = {options.ClipNorm}, Threads = 1 }}");
        AppendIf(!options.DecayVocabulary, " DecayVocabulary = False");
        AppendIf(options.Trained != TrainedPart.AllWeights, $" Trained = {options.Trained}");
        AppendIf(options.Objective != TrainingObjective.Likelihood, $" Objective = {options.Objective}");
        AppendIf(options.SideBySideParameters != TrainingOptions.DefaultSideBySideParameters, $" SideBySideParameters = {options.SideBySideParameters}");
        // Which GPU of a machine counts as little as which thread.
        AppendIf(!options.Device.IsCpu, $" Device = {(options.Device.IsCuda ? "cuda" : options.Device.Name)}");
        AppendIf(options.Precision != ProductPrecision.Float32, $" Precision = {options.Precision}");
        return text.ToString();

        void AppendIf(bool isUnusual, string part) => text.Append(isUnusual ? part : "");
    }
}
