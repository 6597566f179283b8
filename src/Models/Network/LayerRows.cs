using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>The rows of one block's activations that this micro-batch uses, for the matrix products.</summary>
internal sealed class LayerRows(LayerActivations kept, int count) : IDisposable
{
    public Matrix AttentionInput { get; } = kept.AttentionInput.First(count);

    public Matrix Qkv { get; } = kept.Qkv.First(count);

    public Matrix Attended { get; } = kept.Attended.First(count);

    public Matrix Middle { get; } = kept.Middle.First(count);

    public Matrix MlpInput { get; } = kept.MlpInput.First(count);

    public Matrix GateUp { get; } = kept.GateUp.First(count);

    public Matrix Activated { get; } = kept.Activated.First(count);

    public void Dispose()
    {
        AttentionInput.Dispose();
        Qkv.Dispose();
        Attended.Dispose();
        Middle.Dispose();
        MlpInput.Dispose();
        GateUp.Dispose();
        Activated.Dispose();
    }
}
