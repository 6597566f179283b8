using Tapir.Models.Kernels;

namespace Tapir.Models.Generation.Batching;

/// <summary>Attention of the rows of a step over the pages of their answers.</summary>
internal sealed unsafe class PagedAttention(PageLayout layout, int longest) : IDisposable
{
    // Rows of one prompt that go over its pages together; of a single row, the heads that share keys do.
    private const int BlockRows = 12;
    private readonly int span = PageLayout.PagesFor(longest) * PageLayout.Positions;
    private readonly List<Block> blocks = [];
    private readonly ThreadLocal<Workspace> workspaces = new(
        () => new Workspace(
            Math.Max(BlockRows, layout.Shape.Group) * PageLayout.PagesFor(longest) * PageLayout.Positions, Math.Max(BlockRows, layout.Shape.Group) * layout.ValueWidth),
        trackAllValues: true);

    /// <summary>Stores the key and value of one row <c>[shape.Stride]</c> in a page.</summary>
    /// <param name="place">The position inside the page.</param>
    public static void Store(PageLayout layout, float* page, int layer, int place, float* qkv)
    {
        int d = layout.Shape.HeadDimension;
        for (int head = 0; head < layout.Shape.KeyValueHeads; head++)
        {
            float* key = qkv + layout.Shape.KeyOffset(head);
            float* across = page + layout.KeysAt(layer, head) + place;
            for (int c = 0; c < d; c++)
            {
                across[c * PageLayout.Positions] = key[c];
            }

            float* along = page + layout.ValuesAt(layer, head) + (place * layout.ValueWidth);
            new ReadOnlySpan<float>(qkv + layout.Shape.ValueOffset(head), d).CopyTo(new Span<float>(along, d));
        }
    }

    /// <summary>Cuts the rows of a step into blocks.</summary>
    public void Plan(IReadOnlyList<Stretch> step)
    {
        blocks.Clear();
        foreach (Stretch stretch in step)
        {
            for (int i = 0; i < stretch.Count; i += BlockRows)
            {
                blocks.Add(new Block(stretch.Answer.Pages, stretch.FirstRow + i, stretch.First + i, Math.Min(BlockRows, stretch.Count - i)));
            }
        }
    }

    /// <summary>Called by every thread of the team: attention of one layer, after all keys and values of the step were stored.</summary>
    /// <param name="qkv">The rows of the step, rotated.</param>
    /// <param name="output"><c>[rows, heads · d]</c></param>
    public void Work(int layer, float* qkv, float* output, SpinTeam team)
    {
        int heads = layout.Shape.KeyValueHeads;
        Workspace own = workspaces.Value!;
        for (int piece = team.Take(); piece < blocks.Count * heads; piece = team.Take())
        {
            Attend(blocks[piece / heads], layer, piece % heads, qkv, output, own);
        }

        team.Meet();
    }

    private void Attend(Block block, int layer, int head, float* qkv, float* output, Workspace own)
    {
        int d = layout.Shape.HeadDimension, group = layout.Shape.Group;
        float* queries = qkv + ((long)block.FirstRow * layout.Shape.Stride) + (head * group * d);
        float* results = output + ((long)block.FirstRow * layout.Shape.OutputWidth) + (head * group * d);
        if (block.Rows == 1)
        {
            Attend(block, layer, head, queries, d, results, d, group, growth: 0, own);
            return;
        }

        for (int member = 0; member < group; member++)
        {
            Attend(block, layer, head, queries + (member * d), layout.Shape.Stride, results + (member * d), layout.Shape.OutputWidth, block.Rows, growth: 1, own);
        }
    }

    /// <param name="growth">How many positions each row sees more than the one before.</param>
    private void Attend(Block block, int layer, int head, float* queries, int queryRow, float* results, int resultRow, int rows, int growth, Workspace own)
    {
        int d = layout.Shape.HeadDimension, width = layout.ValueWidth;
        int pages = PageLayout.PagesFor(block.First + block.Rows), columns = pages * PageLayout.Positions;
        float* scores = own.Scores.At, mixed = own.Mixed.At;
        for (int row = 0; row < rows; row++)
        {
            new Span<float>(scores + ((long)row * span), columns).Clear();
        }

        for (int page = 0; page < pages; page++)
        {
            PageProduct.Accumulate(
                queries, queryRow, block.Pages[page].At + layout.KeysAt(layer, head), PageLayout.Positions, scores + (page * PageLayout.Positions), span, rows, PageLayout.Positions, d);
        }

        for (int row = 0; row < rows; row++)
        {
            float* line = scores + ((long)row * span);
            int visible = block.First + 1 + (row * growth);
            float sum = Reduction.Exponentials(line, visible, layout.Shape.Scale, layout.Shape.Scale * Reduction.Max(line, visible));
            Reduction.Scale(line, visible, 1f / sum);
            new Span<float>(line + visible, columns - visible).Clear();
        }

        own.Mixed.Clear(rows * width);
        for (int page = 0; page < pages; page++)
        {
            PageProduct.Accumulate(
                scores + (page * PageLayout.Positions), span, block.Pages[page].At + layout.ValuesAt(layer, head), width, mixed, width, rows, width, PageLayout.Positions);
        }

        for (int row = 0; row < rows; row++)
        {
            new ReadOnlySpan<float>(mixed + (row * width), d).CopyTo(new Span<float>(results + ((long)row * resultRow), d));
        }
    }

    public void Dispose()
    {
        foreach (Workspace workspace in workspaces.Values)
        {
            workspace.Scores.Dispose();
            workspace.Mixed.Dispose();
        }

        workspaces.Dispose();
    }

    /// <summary>Neighbouring rows of one answer.</summary>
    private readonly record struct Block(IReadOnlyList<Page> Pages, int FirstRow, int First, int Rows);

    private sealed class Workspace(int scores, int mixed)
    {
        public Scratch Scores { get; } = new(scores);

        public Scratch Mixed { get; } = new(mixed);
    }
}
