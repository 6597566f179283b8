using Tapir.Models.Gguf;
using Tapir.Models.Network;

namespace Tapir.Models.Checkpoints;

/// <summary>A model that people have, opened: a Hugging Face folder or a GGUF file. Its weights are read when they are asked for. Close it when they have been.</summary>
public sealed class Checkpoint : IDisposable
{
    private readonly CheckpointFiles files;

    internal Checkpoint(string path, StudentConfig config, ITensorSource tensors, CheckpointTexts texts, CheckpointFiles files)
    {
        Path = path;
        Config = config;
        Tensors = tensors;
        Texts = texts;
        this.files = files;
    }

    /// <summary>What was opened.</summary>
    public string Path { get; }

    /// <summary>The files that the model depends on, with their path, in ordinal order.</summary>
    public IReadOnlyList<string> Files => Directory.Exists(Path) ? [.. files.Names.Select(name => System.IO.Path.Combine(Path, name))] : [Path];

    /// <summary>The shape of the model.</summary>
    public StudentConfig Config { get; }

    /// <summary>Sentences on what is used differently here than the checkpoint says; empty mostly.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Ids that end a text, as config, generation config or metadata say; empty if none does.</summary>
    public IReadOnlyList<int> EndOfTextIds => Texts.EndOfTextIds;

    /// <summary>The Jinja template of a conversation; empty if there is none.</summary>
    public string ChatTemplate => Texts.ChatTemplate;

    internal ITensorSource Tensors { get; }

    /// <summary>What a tokenizer and a chat template are made from.</summary>
    internal CheckpointTexts Texts { get; }

    /// <summary>Opens a folder with <c>config.json</c> and safetensors, or a <c>.gguf</c> file.</summary>
    /// <exception cref="InvalidDataException">Damaged, incomplete, or of an architecture that Tapir does not compute; one sentence says which.</exception>
    /// <exception cref="FileNotFoundException">There is nothing at the path.</exception>
    public static Checkpoint Open(string path) =>
        Directory.Exists(path) ? CheckpointFolder.Open(path)
        : path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) && File.Exists(path) ? throw new InvalidDataException($"{path}: these are weights without their config. Name the folder that they are in.")
        : File.Exists(path) ? GgufCheckpoint.Open(path)
        : throw new FileNotFoundException($"There is no checkpoint at {path}. Name a folder with config.json and safetensors, or a .gguf file.", path);

    /// <summary>Reads all weights as float32; the caller owns them.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing, has another shape, a value that is not finite, or no place in a model of this config.</exception>
    public StudentWeights ReadWeights() => ReadWeights(Config.ContextLength);

    /// <summary>The same, for sequences of at most <paramref name="context"/> tokens.</summary>
    /// <exception cref="InvalidDataException">As above.</exception>
    public StudentWeights ReadWeights(int context)
    {
        CheckpointFit.Demand(Config, Tensors);
        CheckpointFit.DemandAllUsed(Config, Tensors);
        return StudentWeights.FromTensors(Config with { ContextLength = context }, Tensors);
    }

    /// <summary>The SHA-256 of what was opened, lower-case hexadecimal: of a GGUF file, its own; of a folder, that of the lines <c>SHA-256, two spaces, name</c> of its files
    /// in ordinal order, as <c>sha256sum</c> writes them. Files that a model does not depend on (a README) do not count.</summary>
    public string ComputeDigest(CancellationToken cancellation = default) => files.ComputeDigest(cancellation);

    public void Dispose() => files.Dispose();
}
