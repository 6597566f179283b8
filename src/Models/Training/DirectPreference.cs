using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Tapir.Models.Training;

/// <summary>DPO (Rafailov et al., 2023): examples come in pairs, the chosen response first, then the rejected one to the same prompt, and the loss of a pair is
/// <c>-log σ(β · ((log π(chosen) - log π(rejected)) - (log π_ref(chosen) - log π_ref(rejected))))</c>. A pair counts by the weight of its chosen example.</summary>
public sealed record DirectPreference : TrainingObjective
{
    /// <value>How hard the model is held to the reference; positive. Default 0.1.</value>
    public double Beta { get; init; } = 0.1;

    /// <value>Summed log-probability of each example's response under the reference model, in nats, in the order of the examples: what <see cref="StudentTrainer.LogProbabilities(Network.StudentWeights, IReadOnlyList{EncodedExample}, int, CancellationToken)"/> gives.</value>
    public required IReadOnlyList<double> ReferenceLogProbabilities { get; init; }

    internal override int ExamplesPerRow => 2;

    /// <summary>Same values.</summary>
    public bool Equals(DirectPreference? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    internal override void Check(IReadOnlyList<EncodedExample> examples, TrainingOptions options)
    {
        if (Beta is not (> 0 and < double.PositiveInfinity))
        {
            throw new ArgumentException($"β of a preference loss is {Beta}; it has to be positive.");
        }

        if (options.TokenBudget is not null)
        {
            throw new ArgumentException("A token budget cuts the last example, and a pair of preferences cannot be cut: leave the budget out and choose the number of epochs.");
        }

        if (examples.Count % 2 != 0 || ReferenceLogProbabilities.Count != examples.Count)
        {
            throw new ArgumentException(
                $"Preferences come in pairs with a reference each: there are {examples.Count} examples and {ReferenceLogProbabilities.Count} reference log-probabilities.");
        }

        for (int i = 0; i < examples.Count; i += 2)
        {
            EncodedExample chosen = examples[i], rejected = examples[i + 1];
            if (!chosen.Tokens.AsSpan(0, chosen.PromptLength).SequenceEqual(rejected.Tokens.AsSpan(0, rejected.PromptLength)))
            {
                throw new ArgumentException($"Examples {chosen.Id} and {rejected.Id} are a pair and do not have the same prompt.");
            }

            if (!double.IsFinite(ReferenceLogProbabilities[i]) || !double.IsFinite(ReferenceLogProbabilities[i + 1]))
            {
                throw new ArgumentException($"A reference log-probability of the pair {chosen.Id}, {rejected.Id} is not a number.");
            }
        }
    }

    /// <remarks>It is ln 2 at first, and for a pair that is the wrong way round β times what its answers have moved apart.</remarks>
    internal override double HighestLoss(IReadOnlyList<EncodedExample> examples, int vocabulary) =>
        Math.Log(2) + (Beta * ExplosionNats * examples.Max(example => example.Tokens.Length - example.PromptLength));

    /// <summary>Part of a checkpoint's digest; the references as their own, since there may be many.</summary>
    protected override bool PrintMembers(StringBuilder builder)
    {
        byte[] references = SHA256.HashData(MemoryMarshal.AsBytes<double>(ReferenceLogProbabilities.ToArray()));
        builder.Append($"Beta = {Beta}, ReferenceLogProbabilities = {Convert.ToHexStringLower(references)}");
        return true;
    }
}
