using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Tapir.Orchestrations.Specs;

/// <summary>A low-rank adapter (Hu et al., LoRA, 2021). It is merged into the weights after each training.</summary>
public sealed record AdapterSpec
{
    [Description("Rank of the two factors.")]
    [Range(1, 1024)]
    public int Rank { get; init; } = 8;

    [Description("Scale: alpha / rank times what the factors give is added.")]
    [Range(0.001, 10_000.0)]
    public double Alpha { get; init; } = 16;

    [Description("Share of the adapter's inputs that is left out in each step of training.")]
    [Range(0.0, 0.9)]
    public double Dropout { get; init; }

    [Description("Projections that get one, of q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj: [q_proj, v_proj], say. Left out: all seven.")]
    public IReadOnlyList<string>? TargetModules { get; init; }
}
