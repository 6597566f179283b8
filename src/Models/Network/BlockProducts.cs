namespace Tapir.Models.Network;

/// <summary>Which projection lies where in which product.</summary>
internal static class BlockProducts
{
    public static IReadOnlyList<BlockProduct> All { get; } = Enum.GetValues<BlockProduct>();

    public static BlockProduct Of(Projection projection) => projection switch
    {
        Projection.Query or Projection.Key or Projection.Value => BlockProduct.Qkv,
        Projection.Output => BlockProduct.Output,
        Projection.Gate or Projection.Up => BlockProduct.GateUp,
        _ => BlockProduct.Down,
    };

    /// <summary>The projection's name in a checkpoint, below its layer.</summary>
    public static string NameOf(Projection projection) => projection switch
    {
        Projection.Query => "self_attn.q_proj",
        Projection.Key => "self_attn.k_proj",
        Projection.Value => "self_attn.v_proj",
        Projection.Output => "self_attn.o_proj",
        Projection.Gate => "mlp.gate_proj",
        Projection.Up => "mlp.up_proj",
        _ => "mlp.down_proj",
    };

    /// <summary>Values of one row going in.</summary>
    public static int InputOf(Projection projection, StudentConfig config) => projection switch
    {
        Projection.Output => config.Heads * config.HeadDimension,
        Projection.Down => config.MlpWidth,
        _ => config.Width,
    };

    /// <summary>Values of one row coming out.</summary>
    public static int OutputOf(Projection projection, StudentConfig config) => projection switch
    {
        Projection.Query => config.Heads * config.HeadDimension,
        Projection.Key or Projection.Value => config.KeyValueHeads * config.HeadDimension,
        Projection.Gate or Projection.Up => config.MlpWidth,
        _ => config.Width,
    };

    /// <summary>The first column of the projection in its product.</summary>
    public static int ColumnOf(Projection projection, StudentConfig config) => projection switch
    {
        Projection.Key => config.Heads * config.HeadDimension,
        Projection.Value => (config.Heads + config.KeyValueHeads) * config.HeadDimension,
        Projection.Up => config.MlpWidth,
        _ => 0,
    };
}
