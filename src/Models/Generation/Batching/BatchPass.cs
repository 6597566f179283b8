using Tapir.Models.Generation.Sampling;
using Tapir.Models.Kernels;
using Tapir.Models.NativeLibrary;
using Tapir.Models.Network;

namespace Tapir.Models.Generation.Batching;

/// <summary>One step of a batch through the network: every row a token at its position, with keys and values of what came before from the pages of its answer. All threads go
/// through a block together, each taking stretches of its outputs.</summary>
internal sealed unsafe class BatchPass : IDisposable
{
    private const int OutputsAtATime = 32;
    private const int RowsAtATime = 4;
    private readonly ParameterSet weights;
    private readonly StudentConfig config;
    private readonly ProjectedHeads heads;
    private readonly PagedAttention attention;
    private readonly SpinTeam team;
    private readonly Scratch hidden;
    private readonly Scratch normed;
    private readonly Scratch qkv;
    private readonly Scratch attended;
    private readonly Scratch gateUp;
    private readonly Scratch activated;
    private readonly Scratch lastHidden;
    private readonly Scratch logits;
    private readonly Scratch scales;
    private readonly List<RowPlace> places = [];
    private readonly List<Stretch> answering = [];
    private ChosenToken[] chosen = [];

    public BatchPass(ParameterSet weights, PageLayout layout, BatchLimits limits)
    {
        Torch.EnsureLoaded();
        this.weights = weights;
        config = weights.Config;
        Layout = layout;
        int rows = limits.Slots + limits.ChunkTokens, slots = limits.Slots;
        int positions = Math.Min(config.ContextLength, PageLayout.PagesFor(limits.CachePositions) * PageLayout.Positions);
        heads = new ProjectedHeads(config, config.ContextLength);
        attention = new PagedAttention(layout, positions);
        team = new SpinTeam(limits.Threads);
        hidden = new Scratch(rows * config.Width);
        normed = new Scratch(rows * config.Width);
        qkv = new Scratch(rows * layout.Shape.Stride);
        attended = new Scratch(rows * layout.Shape.OutputWidth);
        gateUp = new Scratch(rows * 2 * config.MlpWidth);
        activated = new Scratch(rows * config.MlpWidth);
        lastHidden = new Scratch(slots * config.Width);
        logits = new Scratch(slots * config.VocabularySize);
        scales = new Scratch(rows);
    }

    public PageLayout Layout { get; }

    /// <summary>Computes the step and chooses the tokens that follow, in the order of <see cref="Stretch.LogitRow"/>.</summary>
    public IReadOnlyList<ChosenToken> Run(IReadOnlyList<Stretch> step)
    {
        places.Clear();
        answering.Clear();
        foreach (Stretch stretch in step)
        {
            for (int i = 0; i < stretch.Count; i++)
            {
                places.Add(new RowPlace(stretch.Answer, stretch.First + i));
            }

            if (stretch.LogitRow >= 0)
            {
                answering.Add(stretch);
            }
        }

        chosen = new ChosenToken[answering.Count];
        attention.Plan(step);
        team.Run(Work);
        return chosen;
    }

    private void Work()
    {
        int rows = places.Count, d = config.Width;
        float epsilon = (float)config.NormEpsilon;
        ForRows(rows, row => new ReadOnlySpan<float>(weights.Embedding.At + ((long)places[row].Token * d), d).CopyTo(new Span<float>(hidden.At + ((long)row * d), d)));
        for (int layer = 0; layer < config.Layers; layer++)
        {
            LayerParameters own = weights.Layers[layer];
            Norm(own.AttentionNorm);
            Linear(normed, own.Qkv, qkv, rows);
            Place(layer);
            attention.Work(layer, qkv.At, attended.At, team);
            LinearOnto(attended, own.Output, hidden, rows);
            Norm(own.MlpNorm);
            Linear(normed, own.GateUp, gateUp, rows);
            ForRows(rows, row => SwiGlu.Forward(gateUp.At + ((long)row * 2 * config.MlpWidth), activated.At + ((long)row * config.MlpWidth), 1, config.MlpWidth));
            LinearOnto(activated, own.Down, hidden, rows);
        }

        ForRows(answering.Count, row =>
        {
            Stretch stretch = answering[row];
            long last = stretch.FirstRow + stretch.Count - 1;
            RmsNorm.Forward(hidden.At + (last * d), weights.FinalNorm.At, lastHidden.At + ((long)row * d), scales.At + row, 1, d, epsilon);
        });
        Linear(lastHidden, weights.Head, logits, answering.Count);
        for (int row = team.Take(); row < answering.Count; row = team.Take())
        {
            chosen[row] = answering[row].Answer.Chooser.Choose(logits.At + ((long)row * config.VocabularySize), config.VocabularySize);
        }

        void Norm(Matrix gain) => ForRows(rows, row => RmsNorm.Forward(hidden.At + ((long)row * d), gain.At, normed.At + ((long)row * d), scales.At + row, 1, d, epsilon));
    }

    // Makes queries and keys what attention takes, and stores keys and values where they stay.
    private void Place(int layer) => ForRows(places.Count, row =>
    {
        float* own = qkv.At + ((long)row * Layout.Shape.Stride);
        RowPlace place = places[row];
        heads.Finish(weights.Layers[layer], own, place.Position);
        PagedAttention.Store(Layout, place.Answer.Pages[place.Position / PageLayout.Positions].At, layer, place.Position % PageLayout.Positions, own);
    });

    private void ForRows(int rows, Action<int> run)
    {
        for (int first = team.Take() * RowsAtATime; first < rows; first = team.Take() * RowsAtATime)
        {
            for (int row = first; row < Math.Min(rows, first + RowsAtATime); row++)
            {
                run(row);
            }
        }

        team.Meet();
    }

    private void Linear(Scratch x, Matrix w, Scratch y, int rows)
    {
        for (int first = team.Take() * OutputsAtATime; first < w.Rows; first = team.Take() * OutputsAtATime)
        {
            RowDots.Write(x.At, w.At, y.At, rows, w.Columns, w.Rows, first, Math.Min(w.Rows, first + OutputsAtATime));
        }

        team.Meet();
    }

    private void LinearOnto(Scratch x, Matrix w, Scratch y, int rows)
    {
        for (int first = team.Take() * OutputsAtATime; first < w.Rows; first = team.Take() * OutputsAtATime)
        {
            RowDots.AddOnto(x.At, w.At, y.At, rows, w.Columns, w.Rows, first, Math.Min(w.Rows, first + OutputsAtATime));
        }

        team.Meet();
    }

    public void Dispose()
    {
        team.Dispose();
        attention.Dispose();
        foreach (Scratch scratch in (Scratch[])[hidden, normed, qkv, attended, gateUp, activated, lastHidden, logits, scales])
        {
            scratch.Dispose();
        }
    }

    private readonly record struct RowPlace(BatchAnswer Answer, int Position)
    {
        public int Token => Answer.Tokens[Position];
    }
}
