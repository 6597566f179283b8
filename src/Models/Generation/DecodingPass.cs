using Tapir.Models.Kernels;
using Tapir.Models.Network;

namespace Tapir.Models.Generation;

/// <summary>One new token for each of some rows, with keys and values of what came before from the cache. Belongs to one thread.</summary>
internal sealed unsafe class DecodingPass : IDisposable
{
    private readonly ParameterSet weights;
    private readonly StudentConfig config;
    private readonly AttentionShape shape;
    private readonly ProjectedHeads heads;
    private readonly KeyValueCache[] caches;
    private readonly Matrix hidden;
    private readonly Matrix normed;
    private readonly Matrix qkv;
    private readonly Matrix attended;
    private readonly Matrix gateUp;
    private readonly Matrix activated;
    private readonly Matrix logits;
    private readonly Scratch scales;
    private readonly Scratch scores;
    private readonly Scratch mixed;

    public DecodingPass(ParameterSet weights, int slots, int positions)
    {
        this.weights = weights;
        config = weights.Config;
        shape = new AttentionShape(config.Heads, config.KeyValueHeads, config.HeadDimension);
        heads = new ProjectedHeads(config, positions);
        caches = [.. Enumerable.Range(0, config.Layers).Select(_ => new KeyValueCache(shape, slots, positions))];
        hidden = Matrix.Zeros(slots, config.Width);
        normed = Matrix.Zeros(slots, config.Width);
        qkv = Matrix.Zeros(slots, shape.Stride);
        attended = Matrix.Zeros(slots, shape.OutputWidth);
        gateUp = Matrix.Zeros(slots, 2 * config.MlpWidth);
        activated = Matrix.Zeros(slots, config.MlpWidth);
        logits = Matrix.Zeros(slots, config.VocabularySize);
        scales = new Scratch(slots);
        scores = new Scratch(shape.Group * SmallProduct.Padded(positions));
        mixed = new Scratch(shape.Group * SmallProduct.Padded(config.HeadDimension));
    }

    public KeyValueCache Cache(int layer) => caches[layer];

    /// <summary>Logits <c>[vocabulary]</c> of a row of the last call.</summary>
    public ReadOnlySpan<float> Logits(int row) => new(logits.At + ((long)row * config.VocabularySize), config.VocabularySize);

    /// <summary>Logits from hidden rows that come from elsewhere (a prefill), at most as many as there are slots.</summary>
    public void Project(float* rows, int count)
    {
        using Matrix normedRows = normed.First(count), logitRows = logits.First(count);
        RmsNorm.Forward(rows, weights.FinalNorm.At, normed.At, scales.At, count, config.Width, (float)config.NormEpsilon);
        Product.Forward(normedRows, weights.Head, logitRows);
    }

    /// <summary>Feeds one token a row at its position, and leaves the logits of what follows in <see cref="Logits"/>.</summary>
    public void Step(ReadOnlySpan<int> tokens, ReadOnlySpan<int> slots, ReadOnlySpan<int> positions)
    {
        int count = tokens.Length;
        float epsilon = (float)config.NormEpsilon;
        using Matrix hiddenRows = hidden.First(count), normedRows = normed.First(count), qkvRows = qkv.First(count);
        using Matrix attendedRows = attended.First(count), gateUpRows = gateUp.First(count), activatedRows = activated.First(count);
        EmbeddingRows.Gather(weights.Embedding.At, tokens, hidden.At, config.Width);
        for (int i = 0; i < caches.Length; i++)
        {
            LayerParameters layer = weights.Layers[i];
            RmsNorm.Forward(hidden.At, layer.AttentionNorm.At, normed.At, scales.At, count, config.Width, epsilon);
            Product.Forward(normedRows, layer.Qkv, qkvRows);
            for (int row = 0; row < count; row++)
            {
                float* own = qkv.At + ((long)row * shape.Stride);
                heads.Finish(layer, own, positions[row]);
                caches[i].Store(slots[row], positions[row], own);
                caches[i].Attend(slots[row], positions[row], own, attended.At + ((long)row * shape.OutputWidth), scores, mixed);
            }

            Product.ForwardOnto(attendedRows, layer.Output, hiddenRows);
            RmsNorm.Forward(hidden.At, layer.MlpNorm.At, normed.At, scales.At, count, config.Width, epsilon);
            Product.Forward(normedRows, layer.GateUp, gateUpRows);
            SwiGlu.Forward(gateUp.At, activated.At, count, config.MlpWidth);
            Product.ForwardOnto(activatedRows, layer.Down, hiddenRows);
        }

        Project(hidden.At, count);
    }

    public void Dispose()
    {
        foreach (IDisposable part in (IDisposable[])[.. caches, hidden, normed, qkv, attended, gateUp, activated, logits, scales, scores, mixed])
        {
            part.Dispose();
        }
    }
}
