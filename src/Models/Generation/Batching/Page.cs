using Tapir.Models.Kernels;

namespace Tapir.Models.Generation.Batching;

/// <summary>Keys and values of some neighbouring positions, of all blocks. Held by every answer whose text begins alike.</summary>
internal sealed unsafe class Page(int floats) : IDisposable
{
    private readonly Scratch memory = new(floats);

    public float* At => memory.At;

    /// <summary>Answers that read it.</summary>
    public int Holders { get; set; }

    /// <summary>What it is found by once it is full; null before.</summary>
    public PrefixKey? Key { get; set; }

    /// <summary>Unlike that of any other content this pool has had.</summary>
    public long Serial { get; set; }

    public void Dispose() => memory.Dispose();
}
