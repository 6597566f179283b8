using System.Buffers;
using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>Parameters (or their gradients, or moments) in one flat buffer, in the order of a layout.</summary>
internal class FlatParameters(ParameterLayout layout) : IDisposable
{
    public ParameterLayout Layout { get; } = layout;

    /// <summary>Everything, in layout order, a few zeros between groups included.</summary>
    public Span<float> Values => Flat.Values;

    public unsafe float* At => Flat.At;

    /// <summary>The same as libtorch has it, <c>[1, length]</c>.</summary>
    public TorchSharp.torch.Tensor Tensor => Flat.Tensor;

    public Span<float> this[ParameterSlot slot] => Values.Slice(slot.Offset, slot.Length);

    protected Matrix Flat { get; } = Matrix.Zeros(1, layout.Length);

    /// <summary>The values of one parameter without a copy; of no use once this is disposed.</summary>
    public ReadOnlyMemory<float> MemoryOf(ParameterSlot slot) => Memory.Slice(slot.Offset, slot.Length);

    /// <summary>All values without a copy; of no use once this is disposed.</summary>
    public ReadOnlyMemory<float> Memory => new NativeValues(Flat).Memory;

    /// <summary>What else has to be let go.</summary>
    protected virtual IEnumerable<Matrix> Views => [];

    public void Dispose()
    {
        foreach (Matrix view in Views.Append(Flat).Distinct())
        {
            view.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private sealed unsafe class NativeValues(Matrix matrix) : MemoryManager<float>
    {
        public override Span<float> GetSpan() => matrix.Values;

        public override MemoryHandle Pin(int elementIndex = 0) => new(matrix.At + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
