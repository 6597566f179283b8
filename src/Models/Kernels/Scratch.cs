using System.Runtime.InteropServices;

namespace Tapir.Models.Kernels;

/// <summary>Zeroed native memory on a cache line, for kernels.</summary>
internal sealed unsafe class Scratch : IDisposable
{
    private readonly int length;

    public Scratch(int length)
    {
        this.length = length;
        At = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(length, 1) * sizeof(float), 64);
        Clear(length);
    }

    ~Scratch() => NativeMemory.AlignedFree(At);

    public float* At { get; }

    public void Clear(int count) => new Span<float>(At, Math.Min(count, length)).Clear();

    public void Dispose()
    {
        NativeMemory.AlignedFree(At);
        GC.SuppressFinalize(this);
    }
}
