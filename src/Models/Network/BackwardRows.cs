using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>Gradients of activations on their way back, for one block at a time; each <c>[tokens, ...]</c>.</summary>
internal sealed class BackwardRows(StudentConfig config, AdapterShape adapter, int tokens) : IDisposable
{
    /// <summary>Of the block's output, and at the end of its input.</summary>
    public Matrix Outer { get; } = Matrix.Zeros(tokens, config.Width);

    /// <summary>Of what is between attention and MLP.</summary>
    public Matrix Middle { get; } = Matrix.Zeros(tokens, config.Width);

    public Matrix Normed { get; } = Matrix.Zeros(tokens, config.Width);

    public Matrix Attended { get; } = Matrix.Zeros(tokens, config.Heads * config.HeadDimension);

    public Matrix Qkv { get; } = Matrix.Zeros(tokens, (config.Heads + (2 * config.KeyValueHeads)) * config.HeadDimension);

    public Matrix Activated { get; } = Matrix.Zeros(tokens, config.MlpWidth);

    /// <summary>Of the inner columns of each product's adapters.</summary>
    public IReadOnlyList<Matrix> Adapted { get; } = LayerActivations.AdapterColumns(adapter, tokens);

    public void Dispose()
    {
        foreach (IDisposable part in (IDisposable[])[Outer, Middle, Normed, Attended, Qkv, Activated, .. Adapted])
        {
            part.Dispose();
        }
    }
}
