namespace Tapir.Models.Network;

/// <summary>The shape of a student: a decoder of the LLaMA family.</summary>
public sealed record StudentConfig
{
    // A span counts its values in an int.
    private const long MostParameters = 2_000_000_000;

    /// <value>Number of tokens; at least 260 for a student that is born in a run (bytes and special tokens).</value>
    public required int VocabularySize { get; init; }

    /// <value>Hidden size. Multiples of 32 are fastest. Default 128.</value>
    public int Width { get; init; } = 128;

    /// <value>Intermediate size of the SwiGLU MLP. Default 352 (8/3 of the width, rounded up to 32).</value>
    public int MlpWidth { get; init; } = 352;

    /// <value>Number of blocks. Default 4.</value>
    public int Layers { get; init; } = 4;

    /// <value>Query heads. Default 4.</value>
    public int Heads { get; init; } = 4;

    /// <value>Key and value heads; divides <see cref="Heads"/>. Default 2.</value>
    public int KeyValueHeads { get; init; } = 2;

    /// <value>Width of one head, even. 0, the default, means width / heads; some checkpoints differ.</value>
    public int HeadDimension
    {
        get => field == 0 ? Width / Heads : field;
        init;
    }

    /// <value>The longest sequence in tokens, prompt and response together. Default 256.</value>
    public int ContextLength { get; init; } = 256;

    /// <value>Base of the rotary frequencies. Default 10000.</value>
    public double RopeTheta { get; init; } = 10000;

    /// <value>How the rotary frequencies are slowed down. Default: not at all.</value>
    public RopeScaling RopeScaling { get; init; } = RopeScaling.None;

    /// <value>Whether queries, keys and values have a bias, as Qwen2's have. Default false.</value>
    public bool AttentionBias { get; init; }

    /// <value>Whether each head of queries and keys goes through an RMSNorm before it is rotated, as Qwen3's do. Default false.</value>
    public bool QueryKeyNorm { get; init; }

    /// <value>ε of RMSNorm. Default 1e-5.</value>
    public double NormEpsilon { get; init; } = 1e-5;

    /// <value>Whether the output projection is the embedding. Default true.</value>
    public bool TieOutput { get; init; } = true;

    /// <summary>Trainable values; the tied embedding counts once.</summary>
    public long ParameterCount => ParameterLayout.Of(this).Slots.Sum(slot => (long)slot.Length);

    /// <summary>Returns this config, or names the first value that makes no model.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, heads do not divide, a head has an odd width, a factor of the rotary scaling makes no
    /// sense, or there are more parameters than one buffer holds.</exception>
    public StudentConfig Validated()
    {
        foreach ((string name, int value) in ((string, int)[])[
            (nameof(VocabularySize), VocabularySize), (nameof(Width), Width), (nameof(MlpWidth), MlpWidth), (nameof(Layers), Layers),
            (nameof(Heads), Heads), (nameof(KeyValueHeads), KeyValueHeads), (nameof(HeadDimension), HeadDimension), (nameof(ContextLength), ContextLength)])
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        }

        if (Heads % KeyValueHeads != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(KeyValueHeads), KeyValueHeads, $"must divide the number of heads, {Heads}.");
        }

        if (HeadDimension % 2 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(HeadDimension), HeadDimension, "must be even: rotary embedding turns pairs.");
        }

        RopeScaling.Validate();
        if (ParameterLayout.Estimate(this) > MostParameters)
        {
            throw new ArgumentOutOfRangeException(nameof(ParameterCount), ParameterLayout.Estimate(this), $"is more than the {MostParameters:N0} parameters that fit one buffer.");
        }

        return this;
    }
}
