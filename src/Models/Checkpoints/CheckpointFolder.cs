using System.Text;
using Tapir.Models.Export;
using Tapir.Models.Safetensors;

namespace Tapir.Models.Checkpoints;

/// <summary>Opens a Hugging Face folder.</summary>
internal static class CheckpointFolder
{
    private const string ConfigName = "config.json", WeightsName = "model.safetensors", TokenizerName = "tokenizer.json", TokenizerConfigName = "tokenizer_config.json";
    private const string GenerationName = "generation_config.json", TemplateName = "chat_template.jinja";

    // More than any tokenizer has; a text is held in memory twice.
    private const int LongestText = 1 << 28;

    /// <exception cref="InvalidDataException">A file is missing, damaged, or of an architecture that Tapir does not compute.</exception>
    public static Checkpoint Open(string folder)
    {
        Dictionary<string, FileBytes> files = [];
        try
        {
            string config = Text(folder, ConfigName, files);
            if (config.Length == 0)
            {
                throw new InvalidDataException($"{folder}: there is no {ConfigName}. A checkpoint is a folder with {ConfigName} and safetensors, or a .gguf file.");
            }

            ReadConfig read = HuggingFaceConfig.ReadWithNotes(config, Path.Combine(folder, ConfigName));
            string tokenizerConfig = Text(folder, TokenizerConfigName, files), generation = Text(folder, GenerationName, files);
            CheckpointTexts texts = new CheckpointTexts.HuggingFace(
                Text(folder, TemplateName, files) is { Length: > 0 } template ? template : SettingsJson.ChatTemplate(tokenizerConfig, Path.Combine(folder, TokenizerConfigName)),
                [.. SettingsJson.EndOfTextIds(generation, Path.Combine(folder, GenerationName)).Union(SettingsJson.EndOfTextIds(config, Path.Combine(folder, ConfigName)))],
                Text(folder, TokenizerName, files),
                tokenizerConfig,
                generation);
            return new Checkpoint(folder, read.Config, Weights(folder, files), texts, new CheckpointFiles(files)) { Notes = read.Notes };
        }
        catch
        {
            new CheckpointFiles(files).Dispose();
            throw;
        }
    }

    private static ITensorSource Weights(string folder, Dictionary<string, FileBytes> files)
    {
        string single = Path.Combine(folder, WeightsName), index = Path.Combine(folder, ShardedSafetensors.IndexName);
        if (File.Exists(single))
        {
            SafetensorsFile file = SafetensorsFile.Open(single);
            files[WeightsName] = file.Bytes;
            return file;
        }

        if (!File.Exists(index))
        {
            throw new InvalidDataException($"{folder}: there is neither {WeightsName} nor {ShardedSafetensors.IndexName}{Hint(folder)}");
        }

        files[ShardedSafetensors.IndexName] = FileBytes.Map(index);
        ShardedSafetensors shards = ShardedSafetensors.Open(folder);
        foreach ((string name, SafetensorsFile file) in shards.Files)
        {
            files[name] = file.Bytes;
        }

        return shards;
    }

    private static string Hint(string folder) => Directory.EnumerateFiles(folder, "*.bin").Any()
        ? ". Weights in pytorch_model.bin can run any code when they are read; convert them to safetensors."
        : Directory.EnumerateFiles(folder, "*.gguf").FirstOrDefault() is { } gguf ? $". Name the file {Path.GetFileName(gguf)} instead of the folder."
        : ". Download all files of the checkpoint.";

    private static unsafe string Text(string folder, string name, Dictionary<string, FileBytes> files)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            return "";
        }

        FileBytes bytes = files[name] = FileBytes.Map(path);
        return bytes.Length <= LongestText
            ? Encoding.UTF8.GetString(bytes.At(0), (int)bytes.Length)
            : throw new InvalidDataException($"{path}: {bytes.Length} bytes long; no {name} is longer than {LongestText}.");
    }
}
