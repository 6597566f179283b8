using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>What the forward pass of one block keeps for the backward pass, apart from its input; each <c>[tokens, ...]</c>.</summary>
internal sealed class LayerActivations(StudentConfig config, AdapterShape adapter, int tokens) : IDisposable
{
    public Matrix AttentionInput { get; } = Matrix.Zeros(tokens, config.Width);

    /// <summary>Queries, keys and values as attention takes them.</summary>
    public Matrix Qkv { get; } = Matrix.Zeros(tokens, (config.Heads + (2 * config.KeyValueHeads)) * config.HeadDimension);

    public Matrix Attended { get; } = Matrix.Zeros(tokens, config.Heads * config.HeadDimension);

    /// <summary>After attention, <c>[tokens, width]</c>.</summary>
    public Matrix Middle { get; } = Matrix.Zeros(tokens, config.Width);

    public Matrix MlpInput { get; } = Matrix.Zeros(tokens, config.Width);

    public Matrix GateUp { get; } = Matrix.Zeros(tokens, 2 * config.MlpWidth);

    public Matrix Activated { get; } = Matrix.Zeros(tokens, config.MlpWidth);

    /// <summary>What the adapters' A make of the input of each product, <c>[tokens, parts · rank]</c>; one idle column where there is no adapter.</summary>
    public IReadOnlyList<Matrix> Adapted { get; } = AdapterColumns(adapter, tokens);

    public Scratch AttentionScales { get; } = new(tokens);

    public Scratch MlpScales { get; } = new(tokens);

    public Scratch LogSums { get; } = new(tokens * config.Heads);

    /// <summary>Queries and keys before the norm of their heads, where the model has one.</summary>
    public Scratch Heads { get; } = new(config.QueryKeyNorm ? tokens * (config.Heads + config.KeyValueHeads) * config.HeadDimension : 0);

    public Scratch HeadScales { get; } = new(config.QueryKeyNorm ? tokens * (config.Heads + config.KeyValueHeads) : 0);

    /// <summary>Room for the inner columns of each product's adapters.</summary>
    public static IReadOnlyList<Matrix> AdapterColumns(AdapterShape adapter, int tokens) =>
        [.. BlockProducts.All.Select(product => Matrix.Zeros(adapter.Columns(product) == 0 ? 1 : tokens, Math.Max(1, adapter.Columns(product))))];

    public void Dispose()
    {
        foreach (IDisposable part in (IDisposable[])[
            AttentionInput, Qkv, Attended, Middle, MlpInput, GateUp, Activated, .. Adapted, AttentionScales, MlpScales, LogSums, Heads, HeadScales])
        {
            part.Dispose();
        }
    }
}
