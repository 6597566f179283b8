using Tapir.Models.Checkpoints;
using Tapir.Models.Network;

namespace Tapir.Models.Gguf;

/// <summary>Opens a GGUF file as a checkpoint.</summary>
internal static class GgufCheckpoint
{
    public const string ChatTemplateKey = "tokenizer.chat_template";

    // End of sequence, of a turn, of a message. Some files say 2^32 - 1 for none.
    private static readonly string[] EndKeys = ["tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id", "tokenizer.ggml.eom_token_id"];

    /// <exception cref="InvalidDataException">Not GGUF, damaged, or of an architecture that Tapir does not compute.</exception>
    public static Checkpoint Open(string path) => Of(GgufFile.Open(path), path);

    /// <summary>Takes ownership of the file.</summary>
    /// <exception cref="InvalidDataException">The metadata describes no model that Tapir computes.</exception>
    public static Checkpoint Of(GgufFile file, string path)
    {
        try
        {
            StudentConfig config = GgufConfig.Read(file);
            GgufTensorSource tensors = new(file, GgufArchitecture.Of(file.Metadata), config.HeadDimension);
            int[] ends = [.. EndKeys.Select(key => file.Metadata.Values.GetValueOrDefault(key)).OfType<long>()
                .Where(id => id >= 0 && id < config.VocabularySize).Select(id => (int)id).Distinct()];
            CheckpointTexts texts = new CheckpointTexts.Gguf(file.Metadata.Text(ChatTemplateKey, ""), ends, file.Metadata);
            return new Checkpoint(path, config, tensors, texts, new CheckpointFiles(new Dictionary<string, FileBytes> { [Path.GetFileName(path)] = file.Bytes }));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
