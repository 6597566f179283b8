using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>The blocks of a decoder, forward.</summary>
internal sealed unsafe class BlockPass : IDisposable
{
    private readonly StudentConfig config;
    private readonly Team team;
    private readonly PassOptions options;
    private readonly Matrix[] inputs;
    private readonly LayerActivations[] layers;
    private readonly Matrix[] dropped;
    private readonly int turned;

    public BlockPass(StudentConfig config, int tokens, Team team, PassOptions options)
    {
        this.config = config;
        this.team = team;
        this.options = options;
        Shape = new AttentionShape(config.Heads, config.KeyValueHeads, config.HeadDimension);
        int longest = Math.Min(tokens, config.ContextLength);
        Heads = new ProjectedHeads(config, longest);
        Attention = [.. Enumerable.Range(0, team.Workers).Select(_ => new Attention(Shape, longest))];
        turned = Heads.Turned;
        bool keepsInputs = options.Kept != KeptActivations.Nothing, keepsAll = options.Kept == KeptActivations.Everything;
        Matrix[] rows = [.. Enumerable.Range(0, keepsInputs ? config.Layers + 1 : 2).Select(_ => Matrix.Zeros(tokens, config.Width))];
        inputs = [.. Enumerable.Range(0, config.Layers + 1).Select(i => rows[i % rows.Length])];
        LayerActivations[] activations = [.. Enumerable.Range(0, keepsAll ? config.Layers : 1).Select(_ => new LayerActivations(config, options.Adapter, tokens))];
        layers = [.. Enumerable.Range(0, config.Layers).Select(i => activations[i % activations.Length])];
        dropped = options.Adapter.Dropout > 0
            ? [.. Enumerable.Range(0, team.Workers).Select(_ => Matrix.Zeros(Math.Min(tokens, options.Cuts.Tokens.MostRows), Math.Max(config.MlpWidth, Math.Max(config.Width, Shape.OutputWidth))))]
            : [];
    }

    public AttentionShape Shape { get; }

    public ProjectedHeads Heads { get; }

    /// <summary>One for each worker.</summary>
    public Attention[] Attention { get; }

    /// <summary>Output of the last block.</summary>
    public Matrix Last => inputs[^1];

    /// <summary>Input of a block, <c>[tokens, width]</c>.</summary>
    public Matrix Input(int layer) => inputs[layer];

    public LayerActivations Activations(int layer) => layers[layer];

    /// <summary>All blocks, from their first input, which is there already.</summary>
    public void Forward(PassInput input)
    {
        Stripe[] stripes = options.Cuts.Tokens.Of(input.Batch.Ids.Length);
        int[] positions = Positions(input.Batch);
        team.Run(stripes.Length, (worker, piece) => BeforeAttention(input, 0, stripes[piece], positions, worker));
        for (int i = 0; i < layers.Length; i++)
        {
            int layer = i;
            Attend(input.Batch, layer);
            team.Run(stripes.Length, (worker, piece) =>
            {
                AfterAttention(input, layer, stripes[piece], worker);
                MlpOutput(input, layer, stripes[piece]);
                BeforeAttention(input, layer + 1, stripes[piece], positions, worker);
            });
        }
    }

    /// <summary>Computes the activations of one block anew from its input.</summary>
    public void Recompute(PassInput input, int layer)
    {
        Stripe[] stripes = options.Cuts.Tokens.Of(input.Batch.Ids.Length);
        int[] positions = Positions(input.Batch);
        team.Run(stripes.Length, (worker, piece) => BeforeAttention(input, layer, stripes[piece], positions, worker));
        Attend(input.Batch, layer);
        team.Run(stripes.Length, (worker, piece) => AfterAttention(input, layer, stripes[piece], worker));
    }

    /// <summary>The position of each row in its sequence.</summary>
    public static int[] Positions(PackedBatch batch)
    {
        int[] positions = new int[batch.Ids.Length];
        for (int i = 0; i + 1 < batch.Starts.Length; i++)
        {
            for (int row = batch.Starts[i]; row < batch.Starts[i + 1]; row++)
            {
                positions[row] = row - batch.Starts[i];
            }
        }

        return positions;
    }

    /// <summary>Some rows of the input of a product as the adapter sees them: as they are, or with some left out, in the worker's own memory. The caller disposes of the view.</summary>
    public Matrix Dropped(PassInput input, Matrix source, Stripe stripe, int layer, BlockProduct product, int worker)
    {
        float share = options.Adapter.Dropout;
        if (share == 0)
        {
            return source.Part(stripe.First, stripe.Count);
        }

        Matrix view = dropped[worker].View(0, stripe.Count, source.Columns);
        Dropout.Apply(
            source.At + ((long)stripe.First * source.Columns), view.At, stripe.Count, source.Columns, stripe.First, DropoutKey(input.DropoutKey, layer, product), share);
        return view;
    }

    /// <summary>Adds the gradient of the inner columns of a product's adapters to that of its input, some rows of it.</summary>
    public void AddInputGradient(PassInput input, Matrix inner, Matrix target, Stripe stripe, int layer, BlockProduct product, int worker)
    {
        AdapterGroup group = input.Adapter[layer, product];
        using Matrix innerRows = inner.Part(stripe.First, stripe.Count), rows = target.Part(stripe.First, stripe.Count);
        if (options.Adapter.Dropout == 0)
        {
            AdaptedProduct.InputGradient(group, innerRows, rows);
            return;
        }

        using Matrix view = dropped[worker].View(0, stripe.Count, target.Columns);
        view.Values.Clear();
        AdaptedProduct.InputGradient(group, innerRows, view);
        Dropout.AddBack(view.At, rows.At, stripe.Count, target.Columns, stripe.First, DropoutKey(input.DropoutKey, layer, product), options.Adapter.Dropout);
    }

    /// <summary>Names one product's dropout below a micro-batch's.</summary>
    public static ulong DropoutKey(ulong batch, int layer, BlockProduct product) => Dropout.KeyOf(batch, ((ulong)layer * (ulong)BlockProducts.All.Count) + (ulong)product);

    // Nothing for the block after the last.
    private void BeforeAttention(PassInput input, int layer, Stripe stripe, int[] positions, int worker)
    {
        if (layer >= layers.Length)
        {
            return;
        }

        LayerActivations kept = layers[layer];
        LayerParameters weights = input.Weights.Layers[layer];
        int d = config.Width, head = config.HeadDimension;
        long first = stripe.First;
        RmsNorm.Forward(
            inputs[layer].At + (first * d), weights.AttentionNorm.At, kept.AttentionInput.At + (first * d), kept.AttentionScales.At + first, stripe.Count, d, (float)config.NormEpsilon);
        using Matrix normed = kept.AttentionInput.Part(stripe.First, stripe.Count), qkv = kept.Qkv.Part(stripe.First, stripe.Count);
        Product.Forward(normed, weights.Qkv, qkv);
        Adapt(input, layer, BlockProduct.Qkv, kept.AttentionInput, qkv, stripe, worker);
        for (int t = 0; t < stripe.Count; t++)
        {
            long row = first + t;
            Heads.Finish(weights, qkv.At + ((long)t * Shape.Stride), positions[row], kept.Heads.At + (row * turned * head), kept.HeadScales.At + (row * turned));
        }
    }

    private void Attend(PackedBatch batch, int layer)
    {
        LayerActivations kept = layers[layer];
        int groups = Shape.KeyValueHeads;
        team.Run((batch.Starts.Length - 1) * groups, (worker, piece) =>
        {
            int start = batch.Starts[piece / groups], length = batch.Starts[(piece / groups) + 1] - start;
            Attention[worker].Forward(
                piece % groups,
                kept.Qkv.At + ((long)start * Shape.Stride),
                kept.Attended.At + ((long)start * Shape.OutputWidth),
                kept.LogSums.At + ((long)start * Shape.Heads),
                length);
        });
    }

    private void AfterAttention(PassInput input, int layer, Stripe stripe, int worker)
    {
        LayerActivations kept = layers[layer];
        LayerParameters weights = input.Weights.Layers[layer];
        int d = config.Width, mlp = config.MlpWidth;
        long first = stripe.First;
        using Matrix before = inputs[layer].Part(stripe.First, stripe.Count), middle = kept.Middle.Part(stripe.First, stripe.Count);
        using Matrix attended = kept.Attended.Part(stripe.First, stripe.Count), mlpInput = kept.MlpInput.Part(stripe.First, stripe.Count);
        using Matrix gateUp = kept.GateUp.Part(stripe.First, stripe.Count);
        before.Values.CopyTo(middle.Values);
        Product.ForwardOnto(attended, weights.Output, middle);
        Adapt(input, layer, BlockProduct.Output, kept.Attended, middle, stripe, worker);
        RmsNorm.Forward(middle.At, weights.MlpNorm.At, mlpInput.At, kept.MlpScales.At + first, stripe.Count, d, (float)config.NormEpsilon);
        Product.Forward(mlpInput, weights.GateUp, gateUp);
        Adapt(input, layer, BlockProduct.GateUp, kept.MlpInput, gateUp, stripe, worker);
        SwiGlu.Forward(gateUp.At, kept.Activated.At + (first * mlp), stripe.Count, mlp);
        AdaptInner(input, layer, BlockProduct.Down, kept.Activated, stripe, worker);
    }

    private void MlpOutput(PassInput input, int layer, Stripe stripe)
    {
        LayerActivations kept = layers[layer];
        using Matrix middle = kept.Middle.Part(stripe.First, stripe.Count), next = inputs[layer + 1].Part(stripe.First, stripe.Count);
        using Matrix activated = kept.Activated.Part(stripe.First, stripe.Count);
        middle.Values.CopyTo(next.Values);
        Product.ForwardOnto(activated, input.Weights.Layers[layer].Down, next);
        AdaptOuter(input, layer, BlockProduct.Down, next, stripe);
    }

    private void Adapt(PassInput input, int layer, BlockProduct product, Matrix source, Matrix y, Stripe stripe, int worker)
    {
        AdaptInner(input, layer, product, source, stripe, worker);
        AdaptOuter(input, layer, product, y, stripe);
    }

    private void AdaptInner(PassInput input, int layer, BlockProduct product, Matrix source, Stripe stripe, int worker)
    {
        AdapterGroup group = input.Adapter[layer, product];
        if (group.IsEmpty)
        {
            return;
        }

        using Matrix x = Dropped(input, source, stripe, layer, product, worker), h = layers[layer].Adapted[(int)product].Part(stripe.First, stripe.Count);
        AdaptedProduct.Inner(group, x, h);
    }

    private void AdaptOuter(PassInput input, int layer, BlockProduct product, Matrix y, Stripe stripe)
    {
        AdapterGroup group = input.Adapter[layer, product];
        if (group.IsEmpty)
        {
            return;
        }

        using Matrix h = layers[layer].Adapted[(int)product].Part(stripe.First, stripe.Count);
        AdaptedProduct.Add(group, options.Adapter, h, y);
    }

    public void Dispose()
    {
        foreach (IDisposable part in inputs.Distinct().Concat<IDisposable>(layers.Distinct()).Concat(Attention).Concat(dropped))
        {
            part.Dispose();
        }
    }
}
