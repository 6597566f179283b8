using System.Text;
using System.Text.Json;
using Tapir.Models.Safetensors;
using Tapir.Models.Training;

namespace Tapir.Models.Export;

/// <summary>LoRA matrices as the folder that Hugging Face's PEFT reads and writes.</summary>
public sealed class PeftAdapter
{
    private const string ConfigName = "adapter_config.json", WeightsName = "adapter_model.safetensors", Prefix = "base_model.model.", SuffixA = ".lora_A.weight", SuffixB = ".lora_B.weight";
    private static readonly JsonWriterOptions Format = new() { Indented = true, NewLine = "\n" };

    internal PeftAdapter(int rank, double alpha, string baseModel, IReadOnlyCollection<NamedTensor> tensors)
    {
        Rank = rank;
        Alpha = alpha;
        BaseModel = baseModel;
        Tensors = tensors;
    }

    /// <value>r, at least 1.</value>
    public int Rank { get; }

    /// <value>α; the product of the matrices counts α / r times.</value>
    public double Alpha { get; }

    /// <value>The model that it belongs to, as its author named it: on the hub, or a path. May be empty.</value>
    public string BaseModel { get; }

    /// <summary>For each projection <c>base_model.model.NAME.lora_A.weight</c> <c>[r, input]</c> and <c>lora_B.weight</c> <c>[output, r]</c>.</summary>
    internal IReadOnlyCollection<NamedTensor> Tensors { get; }

    private IEnumerable<string> Names => Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal);

    /// <summary>The adapter as it is now in a training; of no use once that is disposed.</summary>
    /// <exception cref="ArgumentException">The training is not of an adapter.</exception>
    public static PeftAdapter Of(TrainingState state, string baseModel) => state.Part is LowRankAdapter adapter
        ? new PeftAdapter(adapter.Rank, adapter.Alpha, baseModel, state.AdapterTensors())
        : throw new ArgumentException("This training changes all weights; it has no adapter to export.", nameof(state));

    /// <summary>One adapter that does what several do that were trained one after another, each beside weights that had those before it in them: its matrices are theirs side by side,
    /// its rank the sum of theirs.</summary>
    /// <param name="adapters">At least one; all of the same projections.</param>
    /// <exception cref="ArgumentException">There is none, or they are not of the same projections.</exception>
    public static PeftAdapter Joined(IReadOnlyList<PeftAdapter> adapters)
    {
        string[] names = adapters.Count == 0 ? throw new ArgumentException("There is no adapter to join.", nameof(adapters)) : [.. adapters[0].Names];
        if (adapters.Any(adapter => !adapter.Names.SequenceEqual(names, StringComparer.Ordinal)))
        {
            throw new ArgumentException("These adapters are not of the same projections; they cannot be joined.", nameof(adapters));
        }

        int rank = adapters.Sum(adapter => adapter.Rank);
        double scale = adapters[0].Alpha / adapters[0].Rank;
        ILookup<string, (NamedTensor Tensor, float Factor)> parts = adapters
            .SelectMany(adapter => adapter.Tensors.Select(tensor => (tensor, (float)(adapter.Alpha / adapter.Rank / scale))))
            .ToLookup(part => part.tensor.Name, StringComparer.Ordinal);
        return new PeftAdapter(rank, scale * rank, adapters[0].BaseModel, [.. names.Select(name => name.EndsWith(SuffixA, StringComparison.Ordinal) ? Stacked(name, [.. parts[name]]) : SideBySide(name, rank, [.. parts[name]]))]);
    }

    // [r, input] each: all rows of one after those of the other.
    private static NamedTensor Stacked(string name, IReadOnlyList<(NamedTensor Tensor, float Factor)> parts) =>
        new(name, [parts.Sum(part => part.Tensor.Shape[0]), parts[0].Tensor.Shape[1]], parts.SelectMany(part => part.Tensor.Values.ToArray()).ToArray());

    // [output, r] each: a row is one's row and then the other's. What counts more than the first counts so here.
    private static NamedTensor SideBySide(string name, int rank, IReadOnlyList<(NamedTensor Tensor, float Factor)> parts)
    {
        int rows = (int)parts[0].Tensor.Shape[0], at = 0;
        float[] values = new float[rows * rank];
        foreach ((NamedTensor tensor, float factor) in parts)
        {
            int width = (int)tensor.Shape[1];
            ReadOnlySpan<float> source = tensor.Values.Span;
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < width; column++)
                {
                    values[(row * rank) + at + column] = factor * source[(row * width) + column];
                }
            }

            at += width;
        }

        return new NamedTensor(name, [rows, rank], values);
    }

    /// <summary>The files by name; each entry writes one. Equal adapters give equal bytes.</summary>
    public IReadOnlyDictionary<string, Action<Stream>> Files() => new Dictionary<string, Action<Stream>>
    {
        [ConfigName] = stream => stream.Write(Encoding.UTF8.GetBytes(Config())),
        [WeightsName] = stream => SafetensorsWriter.Write(stream, new Dictionary<string, string> { ["format"] = "pt" }, Tensors),
    };

    /// <summary>Reads an adapter folder.</summary>
    /// <exception cref="InvalidDataException">A file is missing or damaged, or it is another kind of adapter than plain LoRA.</exception>
    public static PeftAdapter Read(string folder)
    {
        string config = Path.Combine(folder, ConfigName), weights = Path.Combine(folder, WeightsName);
        if (!File.Exists(config) || !File.Exists(weights))
        {
            throw new InvalidDataException($"{folder}: a LoRA adapter is a folder with {ConfigName} and {WeightsName}; one of them is missing.");
        }

        using SafetensorsFile file = SafetensorsFile.Open(weights);
        PeftAdapter described = Describe(File.ReadAllText(config), config);
        return new PeftAdapter(described.Rank, described.Alpha, described.BaseModel, [.. file.Tensors.Values.OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry => Tensor(file, entry, described.Rank))]);
    }

    private static NamedTensor Tensor(SafetensorsFile file, TensorEntry entry, int rank)
    {
        bool isA = entry.Name.EndsWith(SuffixA, StringComparison.Ordinal), isB = entry.Name.EndsWith(SuffixB, StringComparison.Ordinal);
        string other = isA ? entry.Name[..^SuffixA.Length] + SuffixB : isB ? entry.Name[..^SuffixB.Length] + SuffixA : "";
        if (!entry.Name.StartsWith(Prefix, StringComparison.Ordinal) || !file.Tensors.ContainsKey(other) || entry.Shape.Length != 2 || entry.Shape[isA ? 0 : 1] != rank || entry.Count > Array.MaxLength)
        {
            throw new InvalidDataException($"{file.Source}: {entry.Name} [{string.Join(", ", entry.Shape)}] is not one of a pair of matrices of rank {rank}; adapters of projections alone can be read.");
        }

        float[] values = new float[entry.Count];
        file.CopyTo(entry.Name, [(int)entry.Shape[0], (int)entry.Shape[1]], values);
        return new NamedTensor(entry.Name, entry.Shape, values);
    }

    private static PeftAdapter Describe(string text, string source)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            JsonElement root = json.RootElement;
            string kind = root.GetProperty("peft_type").GetString() ?? "";
            int rank = root.GetProperty("r").GetInt32();
            string[] other = [.. ((string[])["use_dora", "use_rslora", "fan_in_fan_out"]).Where(name => root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True)];
            return kind != "LORA" || other.Length > 0 || rank < 1
                ? throw new InvalidDataException($"{source}: an adapter of type {kind}, rank {rank} {string.Join(' ', other)} is not supported; plain LoRA is.")
                : new PeftAdapter(rank, root.GetProperty("lora_alpha").GetDouble(), root.TryGetProperty("base_model_name_or_path", out JsonElement model) ? model.GetString() ?? "" : "", []);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"{source}: not the {ConfigName} of PEFT: {malformed.Message}", malformed);
        }
    }

    private string Config()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Format))
        {
            json.WriteStartObject();
            json.WriteString("base_model_name_or_path", BaseModel);
            json.WriteString("bias", "none");
            json.WriteBoolean("fan_in_fan_out", false);
            json.WriteBoolean("inference_mode", true);
            json.WriteBoolean("init_lora_weights", true);
            json.WriteNumber("lora_alpha", Alpha);
            json.WriteNumber("lora_dropout", 0.0);
            json.WriteNull("modules_to_save");
            json.WriteString("peft_type", "LORA");
            json.WriteNumber("r", Rank);
            json.WriteStartArray("target_modules");
            foreach (string module in Tensors.Where(tensor => tensor.Name.EndsWith(SuffixA, StringComparison.Ordinal))
                .Select(tensor => tensor.Name[..^SuffixA.Length].Split('.')[^1]).Distinct().Order(StringComparer.Ordinal))
            {
                json.WriteStringValue(module);
            }

            json.WriteEndArray();
            json.WriteString("task_type", "CAUSAL_LM");
            json.WriteBoolean("use_dora", false);
            json.WriteBoolean("use_rslora", false);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
