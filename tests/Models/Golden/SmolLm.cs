using System.Text.Json;
using Tapir.Models.Checkpoints;
using Tapir.Models.Network;
using Tapir.Models.Training;

namespace Tapir.Models.Tests.Golden;

/// <summary>SmolLM2-135M-Instruct from its GGUF file, and what PyTorch computes with it.</summary>
internal static class SmolLm
{
    private const string Folder = "smollm2-135m-instruct";

    /// <summary>The caller closes it.</summary>
    public static Checkpoint Open() => Checkpoint.Open(SharedFiles.PathOrSkip("models", Folder, "SmolLM2-135M-Instruct.Q4_1.gguf"));

    /// <summary>The caller owns them.</summary>
    public static StudentWeights Weights()
    {
        using Checkpoint checkpoint = Open();
        return checkpoint.ReadWeights();
    }

    public static JsonElement Golden(string name)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(SharedFiles.PathOrSkip("models", Folder, "golden", name)));
        return json.RootElement.Clone();
    }

    /// <summary>The batch of the reference's training, without its padding.</summary>
    public static IReadOnlyList<EncodedExample> Batch()
    {
        JsonElement golden = Golden("training.json");
        int[][] ids = Rows(golden, "input_ids"), labels = Rows(golden, "labels"), masks = Rows(golden, "attention_mask");
        return [.. ids.Select((row, i) => new EncodedExample($"{i}", row[..masks[i].Sum()], Array.FindIndex(labels[i], label => label != -100)))];
    }

    public static int[] Ids(JsonElement list) => [.. list.EnumerateArray().Select(id => id.GetInt32())];

    private static int[][] Rows(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(Ids)];
}
