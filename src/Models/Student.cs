using Tapir.Models.Export;
using Tapir.Models.Network;
using Tapir.Models.Safetensors;
using Tapir.Models.Tokenization;

namespace Tapir.Models;

/// <summary>A student: weights and the tokenizer they were trained with. As one stream it is a safetensors file whose metadata carries config and tokenizer.</summary>
public sealed class Student : IDisposable
{
    private const string ConfigKey = "tapir.config";
    private const string TokenizerKey = "tapir.tokenizer";

    /// <summary>Takes ownership of the weights.</summary>
    /// <exception cref="ArgumentException">The tokenizer has more tokens than the weights know.</exception>
    public Student(StudentTokenizer tokenizer, StudentWeights weights)
    {
        if (tokenizer.VocabularySize > weights.Config.VocabularySize)
        {
            throw new ArgumentException($"The tokenizer has {tokenizer.VocabularySize} tokens, the weights are for {weights.Config.VocabularySize}.", nameof(tokenizer));
        }

        Tokenizer = tokenizer;
        Weights = weights;
    }

    public StudentTokenizer Tokenizer { get; }

    public StudentWeights Weights { get; }

    public StudentConfig Config => Weights.Config;

    /// <summary>Writes the student; equal students give equal bytes.</summary>
    public void Save(Stream stream) => SafetensorsWriter.Write(
        stream,
        new Dictionary<string, string>
        {
            ["format"] = "pt",
            [ConfigKey] = HuggingFaceConfig.Write(Config),
            [TokenizerKey] = TokenizerJson.Write(Tokenizer),
        },
        Weights.ToTensors());

    /// <summary>Reads what <see cref="Save"/> wrote; <paramref name="source"/> names the stream in errors.</summary>
    /// <exception cref="InvalidDataException">Truncated, damaged, or not a student.</exception>
    public static Student Load(Stream stream, string source)
    {
        using SafetensorsFile file = SafetensorsFile.Read(stream, source);
        if (!file.Metadata.TryGetValue(ConfigKey, out string? config) || !file.Metadata.TryGetValue(TokenizerKey, out string? tokenizer))
        {
            throw new InvalidDataException($"{source}: a safetensors file, but not a student of Tapir: its metadata has no config and tokenizer.");
        }

        StudentTokenizer read = TokenizerJson.Read(tokenizer, source);
        return new Student(read, StudentWeights.FromTensors(HuggingFaceConfig.Read(config, source), file));
    }

    public void Dispose() => Weights.Dispose();
}
