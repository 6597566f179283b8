using Tapir.Models.Checkpoints;
using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Gguf;

/// <summary>The tensors of a GGUF file under their Hugging Face names and in Hugging Face's order of rows.</summary>
internal sealed unsafe class GgufTensorSource : ITensorSource
{
    private readonly GgufFile file;
    private readonly Dictionary<string, GgufTensor> tensors = [];
    private readonly bool interleavesPairs;
    private readonly int headDimension;

    public GgufTensorSource(GgufFile file, GgufArchitecture architecture, int headDimension)
    {
        this.file = file;
        this.headDimension = headDimension;
        interleavesPairs = architecture.InterleavesPairs;

        // The rotary factors are part of the config.
        foreach (GgufTensor tensor in file.Tensors.Values.Where(tensor => tensor.Name != GgufNames.RotaryFactors))
        {
            if (!tensors.TryAdd(GgufNames.ToHuggingFace(tensor.Name), tensor))
            {
                throw new InvalidDataException($"{Source}: tensor {tensor.Name} is there under two names.");
            }
        }
    }

    /// <inheritdoc/>
    public string Source => file.Source;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => tensors.Keys;

    /// <inheritdoc/>
    public void Require(string name, IReadOnlyList<int> shape) => _ = Find(name, shape);

    /// <inheritdoc/>
    public void CopyTo(string name, IReadOnlyList<int> shape, Span<float> target)
    {
        GgufTensor tensor = Find(name, shape);
        if (target.Length != tensor.Count)
        {
            throw new ArgumentException($"{Source}: tensor {name} has {tensor.Count} values, the target {target.Length}.", nameof(target));
        }

        byte* at = file.Bytes.At(tensor.Start);
        bool turned = interleavesPairs && RotaryOrder.Concerns(name);
        if (turned && (shape[0] % headDimension != 0 || target.Length / shape[0] % tensor.Format.BlockElements != 0))
        {
            throw new InvalidDataException($"{Source}: tensor {tensor.Name}, {tensor.Format} [{string.Join(", ", shape)}], has no whole rows for heads of {headDimension}.");
        }

        long bad = turned
            ? TensorDecoding.DecodeRows(tensor.Format, at, target, shape[0], row => RotaryOrder.ToHalves(row, headDimension))
            : TensorDecoding.Decode(tensor.Format, at, target);
        if (bad >= 0)
        {
            throw new InvalidDataException($"{Source}: value {bad} of tensor {tensor.Name} is {target[(int)bad]}: a model with it computes nothing. Download the file again.");
        }
    }

    private GgufTensor Find(string name, IReadOnlyList<int> shape)
    {
        if (!tensors.TryGetValue(name, out GgufTensor? tensor))
        {
            throw new InvalidDataException($"{Source}: tensor {GgufNames.ToGguf(name)} is missing; the file has {tensors.Count} others.");
        }

        return tensor.Shape.SequenceEqual(shape.Select(size => (long)size))
            ? tensor
            : throw new InvalidDataException(
                $"{Source}: tensor {tensor.Name} has shape [{string.Join(", ", tensor.Shape)}], the metadata asks for [{string.Join(", ", shape)}].");
    }
}
