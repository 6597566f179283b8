using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>Forward and backward pass over one micro-batch, written out by hand.</summary>
/// <remarks>At a student's size an operation of an autograd engine costs as much as the arithmetic in it. Here the matrix products are libtorch's
/// and everything between them is one fused loop; nothing is allocated per step. One pass belongs to one team of threads: between two meetings of the team each thread
/// takes stripes of rows, sequences with a group of heads, or stripes of a weight. The tests check the gradients against libtorch's own autograd.</remarks>
internal sealed class DecoderPass : IDisposable
{
    private readonly StudentConfig config;
    private readonly Team team;
    private readonly bool ownsTeam;
    private readonly PassOptions options;
    private readonly BlockPass blocks;
    private readonly OutputLoss output;
    private readonly AdapterSet noAdapter;
    private readonly int tokens;
    private BlockBackward? backward;

    /// <summary>Memory for micro-batches of at most <paramref name="tokens"/> tokens, on the caller's thread.</summary>
    public DecoderPass(StudentConfig config, int tokens)
        : this(config, tokens, PassOptions.Default)
    {
    }

    /// <summary>The same with other options.</summary>
    public DecoderPass(StudentConfig config, int tokens, PassOptions options)
        : this(config, tokens, new Team(1), options) => ownsTeam = true;

    /// <summary>The same, shared by a team, which stays the caller's.</summary>
    public DecoderPass(StudentConfig config, int tokens, Team team, PassOptions options)
    {
        this.config = config;
        this.tokens = tokens;
        this.team = team;
        this.options = options;
        blocks = new BlockPass(config, tokens, team, options);
        output = new OutputLoss(config, tokens, team, options.Cuts);
        noAdapter = AdapterSet.None(config);
    }

    /// <summary>Adds the gradients of <c>Σ weight · cross-entropy / divisor</c> to <paramref name="gradients"/> and returns <c>Σ weight · cross-entropy</c>. For pairs it is
    /// the sum of their <see cref="PreferenceLoss"/> instead.</summary>
    public double Run(ParameterSet weights, PackedBatch batch, ParameterSet gradients, double divisor)
    {
        PassInput input = Input(weights, batch);
        Forward(input);
        BackwardRows rows = Backward.Begin(batch.Ids.Length);
        double loss = Output(input, gradients, rows, divisor);
        Backward.Run(input, gradients, noAdapter);
        unsafe
        {
            EmbeddingRows.AddBack(rows.Outer.At, batch.Ids, gradients.Embedding.At, config.Width);
        }

        return loss;
    }

    /// <summary>The same for the adapter alone; the weights stay.</summary>
    public double Run(PassInput input, AdapterSet gradients, double divisor)
    {
        Forward(input);
        BackwardRows rows = Backward.Begin(input.Batch.Ids.Length);
        double loss = Output(input, null, rows, divisor);
        Backward.Run(input, null, gradients);
        return loss;
    }

    /// <summary><c>Σ weight · cross-entropy</c> alone.</summary>
    public double Loss(ParameterSet weights, PackedBatch batch) => Loss(Input(weights, batch));

    /// <summary>The same with an adapter.</summary>
    public double Loss(PassInput input)
    {
        Forward(input);
        return output.Loss(input.Weights, blocks.Last, input.Batch);
    }

    /// <summary>Log-probability of the target of each row with a loss, <c>[loss rows]</c>, in nats.</summary>
    public float[] LogProbabilities(PassInput input)
    {
        Forward(input);
        return output.LogProbabilities(input.Weights, blocks.Last, input.Batch);
    }

    /// <summary>Logits <c>[tokens, vocabulary]</c> of every row.</summary>
    public float[] Logits(ParameterSet weights, int[] ids)
    {
        Forward(Input(weights, PackedBatch.OfText(ids)));
        return output.Logits(weights, blocks.Last, ids.Length);
    }

    /// <summary>Runs prompts and leaves the rotated keys and values of each block in <see cref="Qkv"/> and the last hidden rows in <see cref="Hidden"/>.</summary>
    public void Prefill(ParameterSet weights, PackedBatch batch) => Forward(Input(weights, batch));

    /// <summary>Queries, keys and values of a block, as <see cref="AttentionShape"/> lays them out.</summary>
    public Matrix Qkv(int layer) => blocks.Activations(layer).Qkv;

    /// <summary>Output of the last block before the final norm, <c>[tokens, width]</c>.</summary>
    public Matrix Hidden => blocks.Last;

    private BlockBackward Backward => backward ??= new BlockBackward(config, tokens, team, options, blocks);

    private PassInput Input(ParameterSet weights, PackedBatch batch) => new(weights, noAdapter, batch, 0);

    private double Output(PassInput input, ParameterSet? gradients, BackwardRows rows, double divisor)
    {
        PackedBatch batch = input.Batch;
        if (batch.Pairs.Count == 0)
        {
            return output.Run(input.Weights, blocks.Last, batch, gradients, rows.Outer, (float)(1 / divisor));
        }

        // The weight of a row follows from all rows of its pair, so the logits are made twice: they are too many to be kept.
        PreferenceLoss preference = PreferenceLoss.Of(batch.Pairs, output.LogProbabilities(input.Weights, blocks.Last, batch));
        output.Run(input.Weights, blocks.Last, batch with { Weights = preference.RowWeights }, gradients, rows.Outer, (float)(1 / divisor));
        return preference.Loss;
    }

    private unsafe void Forward(PassInput input)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(input.Batch.Ids.Length, tokens, nameof(input));
        EmbeddingRows.Gather(input.Weights.Embedding.At, input.Batch.Ids, blocks.Input(0).At, config.Width);
        blocks.Forward(input);
    }

    public void Dispose()
    {
        backward?.Dispose();
        blocks.Dispose();
        output.Dispose();
        noAdapter.Dispose();
        if (ownsTeam)
        {
            team.Dispose();
        }
    }
}
