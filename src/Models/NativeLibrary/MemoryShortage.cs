using System.Runtime.InteropServices;

namespace Tapir.Models.NativeLibrary;

/// <summary>Tells whether memory ran out, on the processor or on a device: libtorch's allocators have no exception of their own.</summary>
internal static class MemoryShortage
{
    // What is said by the processor's allocator, by CUDA's, by CUDA itself, and by its products.
    private static readonly string[] Words = ["not enough memory", "can't allocate memory", "CUDA out of memory", "CUDA error: out of memory", "CUBLAS_STATUS_ALLOC_FAILED"];

    public static bool Is(Exception failure) => failure switch
    {
        OutOfMemoryException => true,
        AggregateException several => several.InnerExceptions.Any(Is),
        ExternalException native => Array.Exists(Words, words => native.Message.Contains(words, StringComparison.Ordinal)),
        _ => false,
    };
}
