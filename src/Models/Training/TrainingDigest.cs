using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Tapir.Models.Network;

namespace Tapir.Models.Training;

/// <summary>What a checkpoint belongs to. A checkpoint of one round continued in another would silently skip its training.</summary>
internal static class TrainingDigest
{
    // Values at a time: all bytes of a large model are more than an int counts.
    private const int Piece = 1 << 24;

    /// <param name="weights">Where the training begins, or what is below the adapter. All weights are in the checkpoint themselves when they are trained; frozen ones are not, so
    /// they are part of the digest.</param>
    /// <param name="examples">In their order.</param>
    /// <param name="options">Threads apart.</param>
    public static string Of(StudentWeights weights, IReadOnlyList<EncodedExample> examples, TrainingOptions options)
    {
        options.Validated();
        if (examples.Count == 0)
        {
            throw new ArgumentException("There is nothing to train on: no examples.", nameof(examples));
        }

        StudentConfig config = weights.Config;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{TrainingText.Of(config)}\n{TrainingText.Of(options)}\n"));
        if (options.Trained is LowRankAdapter)
        {
            for (ReadOnlySpan<float> rest = weights.Parameters.Values; rest.Length > 0; rest = rest[Math.Min(Piece, rest.Length)..])
            {
                hash.AppendData(MemoryMarshal.AsBytes(rest[..Math.Min(Piece, rest.Length)]));
            }
        }

        foreach (EncodedExample example in examples)
        {
            Check(example, config);
            hash.AppendData(Encoding.UTF8.GetBytes($"{example.PromptLength} {example.Tokens.Length} {example.Weight:R}\n"));
            hash.AppendData(MemoryMarshal.AsBytes<int>(example.Tokens));
        }

        options.Objective.Check(examples, options);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Refuses an example that the student cannot be trained or measured on.</summary>
    /// <exception cref="ArgumentException">Names the example and what is wrong with it.</exception>
    public static void Check(EncodedExample example, StudentConfig config)
    {
        string? fault =
            example.PromptLength < 1 || example.PromptLength >= example.Tokens.Length ? $"has a prompt of {example.PromptLength} tokens among {example.Tokens.Length}; both prompt and response need at least one"
            : example.Tokens.Length > config.ContextLength ? $"has {example.Tokens.Length} tokens, the student's context is {config.ContextLength}; fit it first"
            : example.Tokens.FirstOrDefault(id => id < 0 || id >= config.VocabularySize, -1) is var id and >= 0 || example.Tokens.Min() < 0 ? $"has a token outside the vocabulary of {config.VocabularySize}"
            : example.Weight is < 0 or double.NaN or double.PositiveInfinity ? $"has weight {example.Weight}"
            : null;
        if (fault is not null)
        {
            throw new ArgumentException($"Example {example.Id} {fault}.");
        }
    }
}
