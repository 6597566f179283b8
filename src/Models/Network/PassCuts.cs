using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>How the work of a pass is cut for the threads that share it.</summary>
/// <param name="Tokens">Rows of a micro-batch that go through a product together. Each such product packs the whole weight anew, so stripes are not small.</param>
/// <param name="Weights">Rows of a weight whose gradient is computed together.</param>
/// <param name="Vocabulary">Rows of the output projection.</param>
internal sealed record PassCuts(Cut Tokens, Cut Weights, Cut Vocabulary)
{
    /// <summary>For one thread alone.</summary>
    public static PassCuts Whole { get; } = new(Cut.None, Cut.None, Cut.None);

    /// <summary>For a few threads. Part of what decides the last bits, so it does not follow the machine.</summary>
    public static PassCuts Shared { get; } = new(new Cut(256), new Cut(768), new Cut(8192));
}
