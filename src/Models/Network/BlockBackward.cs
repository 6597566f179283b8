using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>The blocks of a decoder, backward: from the gradient of the last block's output to that of the first one's input, and those of weights or adapter on the way.</summary>
/// <remarks>A block takes three meetings of the team, beside an adapter four. Gradients of weights are summed over all tokens at once, stripe of the weight by stripe, beside whatever else can be done then.</remarks>
internal sealed unsafe class BlockBackward(StudentConfig config, int tokens, Team team, PassOptions options, BlockPass blocks) : IDisposable
{
    private readonly BackwardRows rows = new(config, options.Adapter, tokens);
    private readonly PartialSums norms = new(config.Width);
    private readonly PartialSums headNorms = new(2 * config.HeadDimension);
    private readonly List<Action<int>> work = [];
    private readonly bool isAlone = options.Cuts == PassCuts.Whole;
    private int count;

    /// <summary>Where the gradient of the last block's output is to be put; zero for so many tokens.</summary>
    public BackwardRows Begin(int tokenCount)
    {
        rows.Outer.Values[..(tokenCount * config.Width)].Clear();
        return rows;
    }

    /// <summary>Adds to the gradients of the weights, if they are trained, and to those of the adapter, if there is one.</summary>
    public void Run(PassInput input, ParameterSet? weights, AdapterSet adapter)
    {
        count = input.Batch.Ids.Length;
        Stripe[] stripes = options.Cuts.Tokens.Of(count);
        int[] positions = BlockPass.Positions(input.Batch);
        int last = config.Layers - 1;
        for (int layer = last; layer >= 0; layer--)
        {
            // What the forward pass left is still that of the last block.
            if (options.Kept == KeptActivations.Inputs && layer < last)
            {
                blocks.Recompute(input, layer);
            }

            Block(input, layer, stripes, positions, weights?.Layers[layer], adapter);
        }
    }

    private void Block(PassInput input, int layer, Stripe[] stripes, int[] positions, LayerParameters? gradient, AdapterSet adapter)
    {
        LayerActivations kept = blocks.Activations(layer);
        norms.Begin(stripes.Length);
        foreach (Stripe stripe in stripes)
        {
            int piece = work.Count;
            work.Add(worker => Mlp(input, layer, stripe, norms.Of(piece), gradient, worker));
        }

        Meet();
        SumNorms(gradient?.MlpNorm, stripes.Length);

        AddGradients(input, layer, BlockProduct.GateUp, kept.GateUp, kept.MlpInput, gradient?.GateUp, adapter, stripes);
        AddGradients(input, layer, BlockProduct.Down, rows.Outer, kept.Activated, gradient?.Down, adapter, stripes);
        AddGradients(input, layer, BlockProduct.Output, rows.Middle, kept.Attended, gradient?.Output, adapter, stripes);
        int groups = blocks.Shape.KeyValueHeads, pieces = (input.Batch.Starts.Length - 1) * groups;
        headNorms.Begin(pieces);
        for (int i = 0; i < pieces; i++)
        {
            int piece = i;
            work.Add(worker => Attention(input, layer, piece / groups, piece % groups, positions, headNorms.Of(piece), worker));
        }

        Meet();
        if (gradient is not null && config.QueryKeyNorm)
        {
            headNorms.AddTo(gradient.QueryNorm.At, pieces, 0, config.HeadDimension);
            headNorms.AddTo(gradient.KeyNorm.At, pieces, config.HeadDimension, config.HeadDimension);
        }

        norms.Begin(stripes.Length);
        foreach (Stripe stripe in stripes)
        {
            int piece = work.Count;
            work.Add(worker => AttentionInput(input, layer, stripe, norms.Of(piece), worker));
        }

        AddWeightGradient(rows.Qkv, kept.AttentionInput, gradient?.Qkv);
        if (gradient is not null && config.AttentionBias)
        {
            work.Add(_ => ColumnSums.Collect(rows.Qkv.At, gradient.QkvBias.At, count, blocks.Shape.Stride));
        }

        Meet();
        SumNorms(gradient?.AttentionNorm, stripes.Length);

        AddAdapterGradients(input, layer, BlockProduct.Qkv, rows.Qkv, kept.AttentionInput, adapter, stripes);
        Meet();
    }

    private void Mlp(PassInput input, int layer, Stripe stripe, float* dGain, LayerParameters? gradient, int worker)
    {
        LayerActivations kept = blocks.Activations(layer);
        LayerParameters weights = input.Weights.Layers[layer];
        using Matrix outer = rows.Outer.Part(stripe.First, stripe.Count), middle = rows.Middle.Part(stripe.First, stripe.Count);
        using Matrix activated = rows.Activated.Part(stripe.First, stripe.Count), normed = rows.Normed.Part(stripe.First, stripe.Count);
        using Matrix gateUp = kept.GateUp.Part(stripe.First, stripe.Count), attended = rows.Attended.Part(stripe.First, stripe.Count);
        using Matrix before = kept.Middle.Part(stripe.First, stripe.Count);
        Product.InputGradient(outer, weights.Down, activated);
        Adapt(input, layer, BlockProduct.Down, outer, rows.Activated, stripe, worker);
        AddAtOnce(outer, kept.Activated, gradient?.Down);
        SwiGlu.Backward(gateUp.At, activated.At, stripe.Count, config.MlpWidth);
        Product.InputGradient(gateUp, weights.GateUp, normed);
        Adapt(input, layer, BlockProduct.GateUp, gateUp, rows.Normed, stripe, worker);
        AddAtOnce(gateUp, kept.MlpInput, gradient?.GateUp);
        RmsNorm.Backward(before.At, weights.MlpNorm.At, kept.MlpScales.At + stripe.First, normed.At, outer.At, middle.At, dGain, stripe.Count, config.Width);
        Product.InputGradient(middle, weights.Output, attended);
        Adapt(input, layer, BlockProduct.Output, middle, rows.Attended, stripe, worker);
        AddAtOnce(middle, kept.Attended, gradient?.Output);
    }

    private void Attention(PassInput input, int layer, int sequence, int group, int[] positions, float* dGains, int worker)
    {
        LayerActivations kept = blocks.Activations(layer);
        LayerParameters weights = input.Weights.Layers[layer];
        int start = input.Batch.Starts[sequence], length = input.Batch.Starts[sequence + 1] - start, stride = blocks.Shape.Stride, turned = blocks.Heads.Turned;
        long wide = (long)start * stride, narrow = (long)start * blocks.Shape.OutputWidth;
        blocks.Attention[worker].Backward(
            group, kept.Qkv.At + wide, kept.Attended.At + narrow, kept.LogSums.At + ((long)start * blocks.Shape.Heads), rows.Attended.At + narrow, rows.Qkv.At + wide, length);
        for (long row = start; row < start + length; row++)
        {
            blocks.Heads.Backward(
                weights, group, rows.Qkv.At + (row * stride), positions[row], kept.Heads.At + (row * turned * config.HeadDimension), kept.HeadScales.At + (row * turned), dGains);
        }
    }

    private void AttentionInput(PassInput input, int layer, Stripe stripe, float* dGain, int worker)
    {
        LayerActivations kept = blocks.Activations(layer);
        LayerParameters weights = input.Weights.Layers[layer];
        using Matrix outer = rows.Outer.Part(stripe.First, stripe.Count), middle = rows.Middle.Part(stripe.First, stripe.Count);
        using Matrix qkv = rows.Qkv.Part(stripe.First, stripe.Count), normed = rows.Normed.Part(stripe.First, stripe.Count), before = blocks.Input(layer).Part(stripe.First, stripe.Count);
        Product.InputGradient(qkv, weights.Qkv, normed);
        Adapt(input, layer, BlockProduct.Qkv, qkv, rows.Normed, stripe, worker);
        RmsNorm.Backward(before.At, weights.AttentionNorm.At, kept.AttentionScales.At + stripe.First, normed.At, middle.At, outer.At, dGain, stripe.Count, config.Width);
    }

    // The adapter's part of the gradient of a product's input.
    private void Adapt(PassInput input, int layer, BlockProduct product, Matrix dy, Matrix target, Stripe stripe, int worker)
    {
        AdapterGroup group = input.Adapter[layer, product];
        if (group.IsEmpty)
        {
            return;
        }

        Matrix inner = rows.Adapted[(int)product];
        using (Matrix g = inner.Part(stripe.First, stripe.Count))
        {
            AdaptedProduct.InnerGradient(group, options.Adapter, dy, g);
        }

        blocks.AddInputGradient(input, inner, target, stripe, layer, product, worker);
    }

    private void AddGradients(
        PassInput input, int layer, BlockProduct product, Matrix dy, Matrix x, Matrix? weight, AdapterSet adapter, Stripe[] stripes)
    {
        if (!isAlone)
        {
            AddWeightGradient(dy, x, weight);
        }

        AddAdapterGradients(input, layer, product, dy, x, adapter, stripes);
    }

    // One thread alone has the rows of all tokens in its hands, still warm.
    private void AddAtOnce(Matrix dy, Matrix x, Matrix? weight)
    {
        if (isAlone && weight is not null)
        {
            using Matrix xRows = x.First(count);
            Product.WeightGradient(dy, xRows, weight);
        }
    }

    private void AddWeightGradient(Matrix dy, Matrix x, Matrix? weight)
    {
        if (weight is null)
        {
            return;
        }

        foreach (Stripe stripe in options.Cuts.Weights.Of(weight.Rows))
        {
            work.Add(_ =>
            {
                using Matrix dyRows = dy.First(count), xRows = x.First(count);
                Product.WeightGradient(dyRows, xRows, weight, stripe.First, stripe.Count);
            });
        }
    }

    // Once the gradients of the inner columns of all rows are there.
    private void AddAdapterGradients(PassInput input, int layer, BlockProduct product, Matrix dy, Matrix x, AdapterSet adapter, Stripe[] stripes)
    {
        if (adapter.Shape.Columns(product) == 0)
        {
            return;
        }

        AdapterGroup gradient = adapter[layer, product];
        work.Add(worker => InnerGradients(input, layer, product, x, gradient, stripes, worker));
        for (int i = 0; i < gradient.Parts.Count; i++)
        {
            int part = i;
            work.Add(_ =>
            {
                using Matrix dyRows = dy.First(count), h = blocks.Activations(layer).Adapted[(int)product].First(count);
                AdaptedProduct.OuterWeightGradient(gradient, part, options.Adapter, dyRows, h);
            });
        }
    }

    // Stripe by stripe, in order, because the inputs with some left out are made again for each.
    private void InnerGradients(PassInput input, int layer, BlockProduct product, Matrix x, AdapterGroup gradient, Stripe[] stripes, int worker)
    {
        foreach (Stripe stripe in stripes)
        {
            using Matrix g = rows.Adapted[(int)product].Part(stripe.First, stripe.Count), source = blocks.Dropped(input, x, stripe, layer, product, worker);
            AdaptedProduct.InnerWeightGradient(gradient, g, source);
        }
    }

    private void SumNorms(Matrix? gradient, int pieces)
    {
        if (gradient is not null)
        {
            norms.AddTo(gradient.At, pieces, 0, config.Width);
        }
    }

    private void Meet()
    {
        team.Run(work.Count, (worker, piece) => work[piece](worker));
        work.Clear();
    }

    public void Dispose()
    {
        rows.Dispose();
        norms.Dispose();
        headNorms.Dispose();
    }
}
