namespace Tapir.Models.Network;

/// <summary>What a forward pass keeps of each block.</summary>
internal enum KeptActivations
{
    /// <summary>All that the backward pass needs.</summary>
    Everything,

    /// <summary>Its input; the backward pass computes the rest again (Chen et al., Training Deep Nets with Sublinear Memory Cost, 2016).</summary>
    Inputs,

    /// <summary>Nothing: there is no backward pass.</summary>
    Nothing,
}
