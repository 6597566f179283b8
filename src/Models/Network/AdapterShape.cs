namespace Tapir.Models.Network;

/// <summary>What the network has to know of an adapter.</summary>
/// <param name="Rank">Inner width.</param>
/// <param name="Scale">α / rank.</param>
/// <param name="Dropout">Share of its inputs left out, 0 to below 1.</param>
/// <param name="Targets">In ascending order, each once.</param>
internal sealed record AdapterShape(int Rank, float Scale, float Dropout, IReadOnlyList<Projection> Targets)
{
    /// <summary>No adapter.</summary>
    public static AdapterShape None { get; } = new(0, 0, 0, []);

    /// <summary>Inner columns of one product of a block: rank times the targets in it.</summary>
    public int Columns(BlockProduct product) => Rank * Targets.Count(target => BlockProducts.Of(target) == product);
}
