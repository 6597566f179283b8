namespace Tapir.Models.Checkpoints;

/// <summary>The float tensors of a checkpoint, under the names Hugging Face gives them, rows of q and k in the half-split rotary order.</summary>
/// <remarks>Reading from several threads is safe. Shapes are row-major: <c>[output, input]</c> for a projection, <c>[width]</c> for a norm or a bias.</remarks>
internal interface ITensorSource
{
    /// <summary>The file or folder, for errors.</summary>
    string Source { get; }

    /// <summary>All tensors there are, in no particular order.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>Demands the tensor in this shape without reading a value, so that nothing is allocated for a config that lies.</summary>
    /// <exception cref="InvalidDataException">No such tensor, or another shape.</exception>
    void Require(string name, IReadOnlyList<int> shape);

    /// <summary>Converts a tensor to float32, straight into <paramref name="target"/>.</summary>
    /// <exception cref="InvalidDataException">No such tensor, another shape than <paramref name="shape"/>, or a value that is not a finite number.</exception>
    /// <exception cref="ArgumentException">The target has another length than the shape.</exception>
    void CopyTo(string name, IReadOnlyList<int> shape, Span<float> target);
}
