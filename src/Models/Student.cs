using Tapir.Models.ChatTemplates;
using Tapir.Models.Checkpoints;
using Tapir.Models.Export;
using Tapir.Models.Network;
using Tapir.Models.Safetensors;
using Tapir.Models.Tokenization;
using Tapir.Models.Tokenization.Readers;

namespace Tapir.Models;

/// <summary>A student: weights and the tokenizer they were trained with. As one stream it is a safetensors file whose metadata carries config and tokenizer.</summary>
public sealed class Student : IDisposable
{
    private const string ConfigKey = "tapir.config";
    private const string TokenizerKey = "tapir.tokenizer";
    private const string TokenizerConfigKey = "tapir.tokenizer_config";

    /// <summary>Takes ownership of the weights.</summary>
    /// <exception cref="ArgumentException">The tokenizer has more tokens than the weights know.</exception>
    public Student(ModelLanguage language, StudentWeights weights)
    {
        if (language.Tokenizer.VocabularySize > weights.Config.VocabularySize)
        {
            throw new ArgumentException($"The tokenizer has {language.Tokenizer.VocabularySize} tokens, the weights are for {weights.Config.VocabularySize}.", nameof(language));
        }

        Language = language;
        Weights = weights;
    }

    /// <summary>A student that is born in a run. Takes ownership of the weights.</summary>
    /// <exception cref="ArgumentException">The tokenizer has more tokens than the weights know.</exception>
    public Student(StudentTokenizer tokenizer, StudentWeights weights)
        : this(ModelLanguage.Of(tokenizer), weights)
    {
    }

    /// <summary>The student that a checkpoint is: its weights, tokenizer and chat template.</summary>
    /// <param name="context">Longest prompt and answer together, in tokens; where the checkpoint's own is shorter, that. 0, the default, for the checkpoint's own.</param>
    /// <exception cref="InvalidDataException">A tensor does not fit, or tokenizer or template have a construct that is not known.</exception>
    public static Student Of(Checkpoint checkpoint, int context = 0)
    {
        ModelLanguage language = ModelLanguage.Read(checkpoint);
        int longest = context == 0 ? checkpoint.Config.ContextLength : Math.Min(context, checkpoint.Config.ContextLength);
        return new Student(language, checkpoint.ReadWeights(longest));
    }

    /// <summary>Tokenizer and chat format together: what stays the same when the weights are trained.</summary>
    public ModelLanguage Language { get; }

    public ITextTokenizer Tokenizer => Language.Tokenizer;

    public IChatFormat Chat => Language.Chat;

    public StudentWeights Weights { get; }

    public StudentConfig Config => Weights.Config;

    /// <summary>Writes the student; equal students give equal bytes.</summary>
    public void Save(Stream stream)
    {
        Dictionary<string, string> metadata = new()
        {
            ["format"] = "pt",
            [ConfigKey] = HuggingFaceConfig.Write(Config),
            [TokenizerKey] = Tokenizer.ToJson(),
        };
        if (Language.TokenizerConfig.Length > 0)
        {
            metadata.Add(TokenizerConfigKey, Language.TokenizerConfig);
        }

        SafetensorsWriter.Write(stream, metadata, Weights.ToTensors());
    }

    /// <summary>Reads what <see cref="Save"/> wrote; <paramref name="source"/> names the stream in errors.</summary>
    /// <exception cref="InvalidDataException">Truncated, damaged, or not a student.</exception>
    public static Student Load(Stream stream, string source)
    {
        using SafetensorsFile file = SafetensorsFile.Read(stream, source);
        if (!file.Metadata.TryGetValue(ConfigKey, out string? config) || !file.Metadata.TryGetValue(TokenizerKey, out string? tokenizer))
        {
            throw new InvalidDataException($"{source}: a safetensors file, but not a student of Tapir: its metadata has no config and tokenizer.");
        }

        ModelLanguage language = file.Metadata.TryGetValue(TokenizerConfigKey, out string? tokenizerConfig)
            ? CheckpointLanguage.Read(tokenizer, tokenizerConfig, source)
            : ModelLanguage.Of(TokenizerJson.Read(tokenizer, source));
        return new Student(language, StudentWeights.FromTensors(HuggingFaceConfig.Read(config, source), file));
    }

    public void Dispose() => Weights.Dispose();
}
