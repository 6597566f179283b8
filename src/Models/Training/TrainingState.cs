using System.Globalization;
using System.Text.Json;
using Tapir.Models.Export;
using Tapir.Models.Network;
using Tapir.Models.Safetensors;

namespace Tapir.Models.Training;

/// <summary>A training between two steps: weights, both moments of AdamW, and the cursor. Everything random is a function of the seed and the cursor.</summary>
public sealed class TrainingState : IDisposable
{
    private const string StateKey = "tapir.training";
    private const string ConfigKey = "tapir.config";

    private TrainingState(StudentWeights weights, TrainingCursor cursor)
    {
        Weights = weights;
        First = new ParameterSet(weights.Config);
        Second = new ParameterSet(weights.Config);
        Cursor = cursor;
    }

    /// <summary>The weights as they are now; they change while a slice runs and belong to this state.</summary>
    public StudentWeights Weights { get; }

    /// <summary>How far the training is.</summary>
    public TrainingCursor Cursor { get; internal set; }

    internal ParameterSet First { get; }

    internal ParameterSet Second { get; }

    /// <summary>A new training from a copy of <paramref name="initial"/>.</summary>
    /// <exception cref="ArgumentException">There are no examples, or one does not fit the student; the message names it.</exception>
    public static TrainingState Begin(StudentWeights initial, IReadOnlyList<EncodedExample> examples, TrainingOptions options) =>
        new(initial.Copy(), new TrainingCursor(TrainingDigest.Of(initial.Config, examples, options), 0, 0, 0, 0));

    /// <summary>Reads a checkpoint; <paramref name="source"/> names it in errors.</summary>
    /// <exception cref="InvalidDataException">Truncated, damaged, or not a checkpoint.</exception>
    public static TrainingState Read(Stream stream, string source)
    {
        using SafetensorsFile file = SafetensorsFile.Read(stream, source);
        if (!file.Metadata.TryGetValue(StateKey, out string? cursor) || !file.Metadata.TryGetValue(ConfigKey, out string? config))
        {
            throw new InvalidDataException($"{source}: a safetensors file, but not a training checkpoint of Tapir.");
        }

        TrainingCursor read = JsonSerializer.Deserialize<TrainingCursor>(cursor) ?? throw new InvalidDataException($"{source}: the checkpoint has no cursor.");
        TrainingState state = new(StudentWeights.Empty(HuggingFaceConfig.Read(config, source)), read);
        foreach ((string name, ParameterSet part) in state.Parts)
        {
            file.CopyTo(name, [part.Layout.Length], part.Values);
        }

        return state;
    }

    /// <summary>Writes a checkpoint; equal states give equal bytes.</summary>
    public void Write(Stream stream)
    {
        Instants.Reach("checkpoint.before-write");
        Dictionary<string, string> metadata = new() { [StateKey] = JsonSerializer.Serialize(Cursor), [ConfigKey] = HuggingFaceConfig.Write(Weights.Config) };
        SafetensorsWriter.Write(stream, metadata, [.. Parts.Select(part => new NamedTensor(part.Name, [part.Values.Layout.Length], part.Values.Values.ToArray()))]);
        stream.Flush();
        Instants.Reach("checkpoint.after-write");
    }

    public void Dispose()
    {
        Weights.Dispose();
        First.Dispose();
        Second.Dispose();
    }

    private (string Name, ParameterSet Values)[] Parts => [("weights", Weights.Parameters), ("moments.first", First), ("moments.second", Second)];
}
