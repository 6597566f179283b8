using System.Text.Json;
using Tapir.Models.Export;
using Tapir.Models.Network;

namespace Tapir.Models.Tests.Network;

/// <summary>A LLaMA checkpoint with random weights and what the reference implementation computes from it.</summary>
internal sealed record TinyLlama(int[] Ids, double Loss, float[] LogitsAtStart, float[] LogitsAtEnd, int[] Prompt, int[] Greedy)
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Fixtures", "tiny-llama");

    public static StudentWeights Weights() => HuggingFaceExport.ReadWeights(Folder);

    public static TinyLlama Expected()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json")));
        JsonElement root = json.RootElement;
        int[] Ids(string name) => [.. root.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];
        float[] Values(string name) => [.. root.GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];
        return new TinyLlama(Ids("ids"), root.GetProperty("loss").GetDouble(), Values("logits_at_0"), Values("logits_at_99"), Ids("prompt"), Ids("greedy"));
    }
}
