using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tapir.Models.NativeLibrary;
using TorchSharp;

namespace Tapir.Models.Kernels;

/// <summary>A float32 matrix <c>[rows, columns]</c> in one piece: a tensor for libtorch's products and an address for our kernels.</summary>
internal sealed unsafe class Matrix : IDisposable
{
    private Matrix(torch.Tensor tensor, float* at)
    {
        Tensor = tensor;
        Transposed = tensor.t();
        At = at;
        Rows = (int)tensor.shape[0];
        Columns = (int)tensor.shape[1];
    }

    public torch.Tensor Tensor { get; }

    public torch.Tensor Transposed { get; }

    public float* At { get; }

    public int Rows { get; }

    public int Columns { get; }

    public Span<float> Values => new(At, Rows * Columns);

    public static Matrix Zeros(int rows, int columns)
    {
        Torch.EnsureLoaded();
        torch.Tensor tensor = torch.zeros(rows, columns, torch.float32).DetachFromDisposeScope();
        return new Matrix(tensor, (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes)));
    }

    /// <summary>A view of <paramref name="rows"/> times <paramref name="columns"/> values from <paramref name="offset"/> on.</summary>
    public Matrix View(int offset, int rows, int columns)
    {
        using torch.Tensor flat = Tensor.view(-1);
        using torch.Tensor part = flat.narrow(0, offset, (long)rows * columns);
        return new Matrix(part.view(rows, columns).DetachFromDisposeScope(), At + offset);
    }

    /// <summary>A view of the first rows.</summary>
    public Matrix First(int rows) => View(0, rows, Columns);

    public void Dispose()
    {
        Transposed.Dispose();
        Tensor.Dispose();
    }
}
