using System.Text;
using Tapir.Models.Network;

namespace Tapir.Models.Training;

/// <summary>LoRA (Hu et al., 2021): the weights stay, and each target projection gets a product of two thin matrices beside it, <c>y = x · wᵀ + α/r · (x · Aᵀ) · Bᵀ</c>.
/// A begins random (uniform within 1/√input), B zero, so that nothing changes at first.</summary>
public sealed record LowRankAdapter : TrainedPart
{
    /// <value>The inner width r, at least 1. Default 8.</value>
    public int Rank { get; init; } = 8;

    /// <value>The scale is α / rank. Positive. Default 16.</value>
    public double Alpha { get; init; } = 16;

    /// <value>Share of the adapter's inputs that are left out at each step, 0 to below 1. Which ones follows from seed, step and place. Projections with one input (q, k
    /// and v; gate and up) leave out the same. Default 0.</value>
    public double Dropout { get; init; }

    /// <value>The projections that get one, at least one. Default: all seven.</value>
    public IReadOnlyList<Projection> Targets { get; init; } = [.. Enum.GetValues<Projection>()];

    /// <summary>The projections by the names that PEFT has for them, such as <c>q_proj</c>.</summary>
    public static IReadOnlyDictionary<string, Projection> TargetModules { get; } =
        Enum.GetValues<Projection>().ToDictionary(projection => BlockProducts.NameOf(projection).Split('.')[^1], StringComparer.Ordinal);

    /// <summary>Same settings; the order of targets does not matter.</summary>
    public bool Equals(LowRankAdapter? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    internal AdapterShape Shape => new(Rank, (float)(Alpha / Rank), (float)Dropout, [.. Targets.Distinct().Order()]);

    internal override void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Rank, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Alpha);
        ArgumentOutOfRangeException.ThrowIfNegative(Dropout);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Dropout, 1);
        ArgumentOutOfRangeException.ThrowIfZero(Targets.Count, nameof(Targets));
    }

    /// <summary>Part of a checkpoint's digest.</summary>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append($"Rank = {Rank}, Alpha = {Alpha}, Dropout = {Dropout}, Targets = {string.Join(' ', Targets.Distinct().Order())}");
        return true;
    }
}
