namespace Tapir.Models.Network;

/// <summary>The four matrix products that a block's seven projections are computed in.</summary>
internal enum BlockProduct
{
    Qkv,
    Output,
    GateUp,
    Down,
}
