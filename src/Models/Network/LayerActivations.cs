using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>What the forward pass of one block keeps for the backward pass; each <c>[tokens, ...]</c>.</summary>
internal sealed class LayerActivations(StudentConfig config, int tokens) : IDisposable
{
    /// <summary>Input of the block, <c>[tokens, width]</c>.</summary>
    public Matrix Input { get; } = Matrix.Zeros(tokens, config.Width);

    public Matrix AttentionInput { get; } = Matrix.Zeros(tokens, config.Width);

    /// <summary>Rotated queries and keys, and values.</summary>
    public Matrix Qkv { get; } = Matrix.Zeros(tokens, (config.Heads + (2 * config.KeyValueHeads)) * config.HeadDimension);

    public Matrix Attended { get; } = Matrix.Zeros(tokens, config.Heads * config.HeadDimension);

    /// <summary>After attention, <c>[tokens, width]</c>.</summary>
    public Matrix Middle { get; } = Matrix.Zeros(tokens, config.Width);

    public Matrix MlpInput { get; } = Matrix.Zeros(tokens, config.Width);

    public Matrix GateUp { get; } = Matrix.Zeros(tokens, 2 * config.MlpWidth);

    public Matrix Activated { get; } = Matrix.Zeros(tokens, config.MlpWidth);

    public Scratch AttentionScales { get; } = new(tokens);

    public Scratch MlpScales { get; } = new(tokens);

    public Scratch LogSums { get; } = new(tokens * config.Heads);

    public void Dispose()
    {
        foreach (IDisposable part in (IDisposable[])[Input, AttentionInput, Qkv, Attended, Middle, MlpInput, GateUp, Activated, AttentionScales, MlpScales, LogSums])
        {
            part.Dispose();
        }
    }
}
