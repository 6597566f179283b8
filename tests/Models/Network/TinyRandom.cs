using System.Text.Json;
using Tapir.Models.Export;
using Tapir.Models.Network;
using Tapir.Models.Safetensors;

namespace Tapir.Models.Tests.Network;

/// <summary>Checkpoints with random weights, one per way in which models of the LLaMA family differ, and what PyTorch computes from them.</summary>
internal sealed record TinyRandom(int[] Ids, double Loss, float[] LogitsAtStart, float[] LogitsAtEnd, int[] Prompt, int[] Greedy, double[] Margins)
{
    /// <summary>Below this margin between the best and the second token the order is left to rounding.</summary>
    private const double ClearMargin = 0.02;

    public static TinyRandom Expected(string name)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(name), "expected.json")));
        JsonElement root = json.RootElement;
        double[] Values(string key) => [.. root.GetProperty(key).EnumerateArray().Select(value => value.GetDouble())];
        int[] Ids(string key) => [.. Values(key).Select(value => (int)value)];
        float[] Logits(string key) => [.. Values(key).Select(value => (float)value)];
        return new TinyRandom(
            Ids("ids"), root.GetProperty("loss").GetDouble(), Logits("logits_at_0"), Logits("logits_at_99"), Ids("prompt"), Ids("greedy"), Values("greedy_margins"));
    }

    public static StudentWeights Weights(string name)
    {
        string config = Path.Combine(Folder(name), "config.json");
        StudentWeights weights = StudentWeights.Empty(HuggingFaceConfig.Read(File.ReadAllText(config), config));
        HashSet<string> missing = [.. weights.Parameters.Layout.Slots.Select(slot => slot.Name)];
        foreach (string path in Directory.EnumerateFiles(Folder(name), "*.safetensors"))
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            foreach (ParameterSlot slot in weights.Parameters.Layout.Slots.Where(slot => file.Tensors.ContainsKey(slot.Name)))
            {
                file.CopyTo(slot.Name, slot.Shape, weights.Parameters[slot]);
                missing.Remove(slot.Name);
            }
        }

        Assert.IsEmpty(missing);
        return weights;
    }

    /// <summary>The greedy tokens from a step on, as far as they have one answer.</summary>
    public int[] ClearGreedy(int from) => [.. Greedy.Zip(Margins).Skip(from).TakeWhile(step => step.Second >= ClearMargin).Select(step => step.First)];

    private static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "tiny-random", name);
}
