using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>How a pass shares its work, what it keeps, and which adapter it makes room for.</summary>
internal sealed record PassOptions
{
    /// <summary>One thread, everything kept, no adapter.</summary>
    public static PassOptions Default { get; } = new();

    /// <summary>For a forward pass alone, in as little memory as can be.</summary>
    public static PassOptions ForwardOnly { get; } = new() { Kept = KeptActivations.Nothing };

    public PassCuts Cuts { get; init; } = PassCuts.Whole;

    public KeptActivations Kept { get; init; } = KeptActivations.Everything;

    public AdapterShape Adapter { get; init; } = AdapterShape.None;
}
