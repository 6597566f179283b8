using System.Numerics.Tensors;
using System.Text.Json;
using Tapir.Models.Export;
using Tapir.Models.NativeLibrary;
using Tapir.Models.Network;
using Tapir.Models.Safetensors;

namespace Tapir.Models.Training;

/// <summary>A training between two steps: weights (or the adapter beside frozen ones), both moments of AdamW, and the cursor. Everything random is a function of the seed and the cursor.</summary>
public sealed class TrainingState : IDisposable
{
    private const string StateKey = "tapir.training";
    private const string ConfigKey = "tapir.config";
    private const string AdapterKey = "tapir.adapter";
    private readonly bool ownsWeights;

    private TrainingState(StudentWeights weights, bool ownsWeights, TrainedPart trained, TrainingCursor cursor)
    {
        this.ownsWeights = ownsWeights;
        Weights = weights;
        Part = trained;
        Adapter = trained is LowRankAdapter adapter ? new AdapterSet(weights.Config, adapter.Shape) : AdapterSet.None(weights.Config);
        Trained = trained is LowRankAdapter ? Adapter : weights.Parameters;
        First = new FlatParameters(Trained.Layout);
        Second = new FlatParameters(Trained.Layout);
        Cursor = cursor;
    }

    /// <summary>The weights as they are now. Where all are trained they change while a slice runs; beside an adapter they stay as they were.</summary>
    public StudentWeights Weights { get; }

    /// <summary>How far the training is.</summary>
    public TrainingCursor Cursor { get; internal set; }

    /// <summary>Whether an adapter is trained beside weights that stay.</summary>
    public bool IsAdapter => Part is LowRankAdapter;

    internal TrainedPart Part { get; }

    /// <summary>Without any target where all weights are trained.</summary>
    internal AdapterSet Adapter { get; }

    /// <summary>What AdamW changes: all weights, or the adapter.</summary>
    internal FlatParameters Trained { get; }

    internal FlatParameters First { get; }

    internal FlatParameters Second { get; }

    /// <summary>A new training: from a copy of <paramref name="initial"/> where all weights are trained; an adapter is trained beside <paramref name="initial"/> itself, which stays
    /// the caller's and has to live as long as this.</summary>
    /// <exception cref="ArgumentException">There are no examples, or one does not fit the student; the message names it.</exception>
    public static TrainingState Begin(StudentWeights initial, IReadOnlyList<EncodedExample> examples, TrainingOptions options)
    {
        string digest = TrainingDigest.Of(initial, examples, options);
        return options.Trained is LowRankAdapter ? Begin(initial, ownsWeights: false, options, digest) : Begin(initial.Copy(), ownsWeights: true, options, digest);
    }

    /// <summary>The same, from the weights themselves and without a copy of them: they belong to the training from now on.</summary>
    /// <exception cref="ArgumentException">There are no examples, or one does not fit the student; the message names it.</exception>
    public static TrainingState BeginWith(StudentWeights initial, IReadOnlyList<EncodedExample> examples, TrainingOptions options) =>
        Begin(initial, ownsWeights: true, options, TrainingDigest.Of(initial, examples, options));

    /// <summary>Reads a checkpoint of all weights; <paramref name="source"/> names it in errors.</summary>
    /// <exception cref="InvalidDataException">Truncated, damaged, or not such a checkpoint.</exception>
    public static TrainingState Read(Stream stream, string source)
    {
        using SafetensorsFile file = SafetensorsFile.Read(stream, source);
        TrainingCursor cursor = CursorOf(file, source);
        if (file.Metadata.ContainsKey(AdapterKey))
        {
            throw new InvalidDataException($"{source}: a checkpoint of an adapter; it can only be continued together with the weights that it belongs to.");
        }

        StudentWeights weights = StudentWeights.Empty(HuggingFaceConfig.Read(file.Metadata[ConfigKey], source));
        return new TrainingState(weights, ownsWeights: true, TrainedPart.AllWeights, cursor).Filled(file);
    }

    /// <summary>Reads a checkpoint of an adapter beside <paramref name="weights"/>, which stay the caller's.</summary>
    /// <exception cref="InvalidDataException">Truncated, damaged, not such a checkpoint, or one for weights of another shape.</exception>
    public static TrainingState ReadAdapter(Stream stream, string source, StudentWeights weights)
    {
        using SafetensorsFile file = SafetensorsFile.Read(stream, source);
        TrainingCursor cursor = CursorOf(file, source);
        if (!file.Metadata.TryGetValue(AdapterKey, out string? settings) || JsonSerializer.Deserialize<LowRankAdapter>(settings) is not { } adapter)
        {
            throw new InvalidDataException($"{source}: a checkpoint of all weights, not of an adapter.");
        }

        if (HuggingFaceConfig.Read(file.Metadata[ConfigKey], source) != HuggingFaceConfig.Read(HuggingFaceConfig.Write(weights.Config), source))
        {
            throw new InvalidDataException($"{source}: the adapter belongs to weights of another shape.");
        }

        adapter.Validate();
        return new TrainingState(weights, ownsWeights: false, adapter, cursor).Filled(file);
    }

    /// <summary>Whether what is trained and its moments are finite numbers: nothing else may be kept.</summary>
    internal bool IsFinite() => Parts.All(part => float.IsFinite(TensorPrimitives.MaxMagnitude<float>(part.Values.Values)));

    /// <summary>Writes a checkpoint; equal states give equal bytes. Frozen weights are not in it.</summary>
    public void Write(Stream stream)
    {
        Instants.Reach("checkpoint.before-write");
        Dictionary<string, string> metadata = new() { [StateKey] = JsonSerializer.Serialize(Cursor), [ConfigKey] = HuggingFaceConfig.Write(Weights.Config) };
        if (Part is LowRankAdapter adapter)
        {
            metadata[AdapterKey] = JsonSerializer.Serialize(adapter);
        }

        SafetensorsWriter.Write(stream, metadata, [.. Parts.Select(part => new NamedTensor(part.Name, [part.Values.Layout.Length], part.Values.Memory))]);
        stream.Flush();
        Instants.Reach("checkpoint.after-write");
    }

    /// <summary>The weights as trained so far, with the adapter's part in them: a copy that is the caller's.</summary>
    public StudentWeights Merged()
    {
        Torch.ComputeOnThisThread();
        StudentWeights merged = Weights.Copy();
        Adapter.AddTo(merged.Parameters);
        return merged;
    }

    /// <summary>The adapter's matrices under the names of PEFT, as views; none where all weights are trained.</summary>
    internal IReadOnlyCollection<NamedTensor> AdapterTensors() => [.. Adapter.Layout.Slots.Select(slot => new NamedTensor(
        slot.Name, [.. slot.Shape.Select(size => (long)size)], Adapter.MemoryOf(slot)))];

    public void Dispose()
    {
        if (ownsWeights)
        {
            Weights.Dispose();
        }

        Adapter.Dispose();
        First.Dispose();
        Second.Dispose();
    }

    private static TrainingState Begin(StudentWeights weights, bool ownsWeights, TrainingOptions options, string digest)
    {
        TrainingState state = new(weights, ownsWeights, options.Trained, new TrainingCursor(digest, 0, 0, 0, 0));
        state.Adapter.Begin(options.Seed);
        return state;
    }

    private static TrainingCursor CursorOf(SafetensorsFile file, string source)
    {
        if (!file.Metadata.TryGetValue(StateKey, out string? cursor) || !file.Metadata.ContainsKey(ConfigKey))
        {
            throw new InvalidDataException($"{source}: a safetensors file, but not a training checkpoint of Tapir.");
        }

        return JsonSerializer.Deserialize<TrainingCursor>(cursor) ?? throw new InvalidDataException($"{source}: the checkpoint has no cursor.");
    }

    private TrainingState Filled(SafetensorsFile file)
    {
        try
        {
            foreach ((string name, FlatParameters part) in Parts)
            {
                file.CopyTo(name, [part.Layout.Length], part.Values);
            }

            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private (string Name, FlatParameters Values)[] Parts => [(Part is LowRankAdapter ? "adapter" : "weights", Trained), ("moments.first", First), ("moments.second", Second)];
}
