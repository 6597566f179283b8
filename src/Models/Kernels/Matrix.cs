using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tapir.Models.NativeLibrary;
using TorchSharp;

namespace Tapir.Models.Kernels;

/// <summary>A float32 matrix <c>[rows, columns]</c> in one piece: a tensor for libtorch's products and an address for our kernels.</summary>
internal sealed unsafe class Matrix : IDisposable
{
    private torch.Tensor? transposed;

    private Matrix(torch.Tensor tensor, float* at, int rows, int columns)
    {
        Tensor = tensor;
        At = at;
        Rows = rows;
        Columns = columns;
    }

    public torch.Tensor Tensor { get; }

    /// <summary>Made when it is first asked for. Two threads that ask at once both get one, and one of the two is left to the garbage collector.</summary>
    public torch.Tensor Transposed => transposed ??= Tensor.t().DetachFromDisposeScope();

    public float* At { get; }

    public int Rows { get; }

    public int Columns { get; }

    public Span<float> Values => new(At, Rows * Columns);

    public static Matrix Zeros(int rows, int columns)
    {
        Torch.EnsureLoaded();
        torch.Tensor tensor = torch.zeros(rows, columns, torch.float32).DetachFromDisposeScope();
        return new Matrix(tensor, (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes)), rows, columns);
    }

    /// <summary>A view of <paramref name="rows"/> times <paramref name="columns"/> values from <paramref name="offset"/> on.</summary>
    public Matrix View(int offset, int rows, int columns)
    {
        using torch.Tensor flat = Tensor.view(-1);
        using torch.Tensor part = flat.narrow(0, offset, (long)rows * columns);
        return new Matrix(part.view(rows, columns).DetachFromDisposeScope(), At + offset, rows, columns);
    }

    /// <summary>A view of the first rows.</summary>
    public Matrix First(int rows) => Part(0, rows);

    /// <summary>A view of <paramref name="count"/> rows from <paramref name="first"/> on.</summary>
    public Matrix Part(int first, int count) =>
        new(Tensor.narrow(0, first, count).DetachFromDisposeScope(), At + ((long)first * Columns), count, Columns);

    public void Dispose()
    {
        transposed?.Dispose();
        Tensor.Dispose();
    }
}
