using Tapir.Models.Generation.Sampling;
using Tapir.Models.Network;

namespace Tapir.Models.Generation.Batching;

/// <summary>Continuous batching: answers join in the order in which they were added as soon as a place is free and the cache has room for all of them, and leave when they end. Each
/// step computes one token of every answer in the making, and some prompt tokens of those that have just joined.</summary>
/// <remarks>An answer's tokens depend on its prompt, options and seed alone, to the bit on one instruction set: neither on the others in the batch, nor on how its prompt was cut, nor on
/// what it shares with others, nor on the number of threads. Belongs to one thread.</remarks>
internal sealed class AnswerBatch : IDisposable
{
    private readonly BatchLimits limits;
    private readonly PagePool pool;
    private readonly BatchPass pass;
    private readonly Queue<BatchAnswer> waiting = new();
    private readonly List<BatchAnswer> active = [];
    private readonly List<Stretch> step = [];

    public AnswerBatch(StudentWeights weights, BatchLimits limits)
    {
        this.limits = limits;
        PageLayout layout = PageLayout.Of(weights.Config);
        pool = new PagePool(layout, PageLayout.PagesFor(limits.CachePositions));
        pass = new BatchPass(weights.Parameters, layout, limits);
    }

    /// <summary>Answers that have not joined yet.</summary>
    public int Waiting => waiting.Count;

    /// <summary>Answers in the making.</summary>
    public int Active => active.Count;

    /// <summary>Prompt tokens whose keys and values another answer had computed already.</summary>
    public long SharedTokens { get; private set; }

    /// <summary>Positions that the longest answer may have, prompt included.</summary>
    public int LongestAnswer => pool.Capacity * PageLayout.Positions;

    /// <summary>Memory of the key-value cache now, in bytes.</summary>
    public long CacheBytes => (long)pool.Allocated * pass.Layout.Floats * sizeof(float);

    /// <exception cref="ArgumentException">The answer can be longer than the whole cache.</exception>
    public void Add(BatchAnswer answer)
    {
        if (answer.Positions > LongestAnswer)
        {
            throw new ArgumentException($"Prompt and answer may have {answer.Positions} tokens, and the key-value cache holds {LongestAnswer}.", nameof(answer));
        }

        if (answer.HasRoom)
        {
            waiting.Enqueue(answer);
        }
        else
        {
            answer.End(AnswerEnd.Length);
        }
    }

    /// <summary>One step; false when there is nothing to do.</summary>
    public bool Step()
    {
        foreach (BatchAnswer cancelled in active.Where(answer => answer.IsCancelled).ToArray())
        {
            cancelled.End(AnswerEnd.Cancelled);
            Leave(cancelled);
        }

        Join();
        if (active.Count == 0)
        {
            return false;
        }

        Plan();
        IReadOnlyList<ChosenToken> chosen = pass.Run(step);
        foreach (Stretch stretch in step)
        {
            stretch.Answer.Computed += stretch.Count;
            if (stretch.LogitRow >= 0)
            {
                stretch.Answer.Take(chosen[stretch.LogitRow]);
            }
        }

        foreach (BatchAnswer ended in active.Where(answer => answer.HasEnded).ToArray())
        {
            Leave(ended);
        }

        return active.Count + waiting.Count > 0;
    }

    public void Dispose()
    {
        pass.Dispose();
        pool.Dispose();
    }

    private void Join()
    {
        while (waiting.TryPeek(out BatchAnswer? next))
        {
            if (next.IsCancelled)
            {
                waiting.Dequeue();
                next.End(AnswerEnd.Cancelled);
                continue;
            }

            if (active.Count == limits.Slots || !pool.TryPromise(PageLayout.PagesFor(next.Positions)))
            {
                return;
            }

            active.Add(waiting.Dequeue());
        }
    }

    private void Leave(BatchAnswer answer)
    {
        active.Remove(answer);
        pool.TakeBackPromise(PageLayout.PagesFor(answer.Positions));
        answer.Pages.ForEach(pool.Release);
    }

    // Answers that have begun get their next token whatever the prompts need; the prompts share what a step takes in, the first come first.
    private void Plan()
    {
        step.Clear();
        int rows = 0, logits = 0, left = limits.ChunkTokens;
        foreach (BatchAnswer answer in active.Where(answer => answer.Tokens.Count - answer.Computed == 1 && answer.IsBegun))
        {
            Add(answer, 1);
        }

        foreach (BatchAnswer answer in active.Where(answer => answer.Tokens.Count - answer.Computed > 1 || !answer.IsBegun))
        {
            if (left == 0)
            {
                break;
            }

            if (!answer.IsBegun)
            {
                Begin(answer);
            }

            int count = Math.Min(left, answer.Tokens.Count - answer.Computed);
            left -= count;
            Add(answer, count);
        }

        void Add(BatchAnswer answer, int count)
        {
            bool isLast = answer.Computed + count == answer.Tokens.Count;
            step.Add(new Stretch(answer, rows, answer.Computed, count, isLast ? logits++ : -1));
            rows += count;
            Cover(answer, answer.Computed, answer.Computed + count);
        }
    }

    // What others have computed, or compute in this step before it; the last token is computed anyway, since what follows it is asked for.
    private void Begin(BatchAnswer answer)
    {
        answer.IsBegun = true;
        ReadOnlySpan<int> tokens = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(answer.Tokens);
        while (answer.Computed + PageLayout.Positions < tokens.Length
            && pool.Find(answer.Pages.LastOrDefault(), tokens.Slice(answer.Computed, PageLayout.Positions)) is { } page)
        {
            answer.Pages.Add(page);
            answer.Computed += PageLayout.Positions;
            SharedTokens += PageLayout.Positions;
        }
    }

    // Pages for the positions up to the end; those that are full then can be shared from here on, since a step stores all keys and values of a block before it reads any.
    private void Cover(BatchAnswer answer, int from, int end)
    {
        ReadOnlySpan<int> tokens = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(answer.Tokens);
        while (answer.Pages.Count * PageLayout.Positions < end)
        {
            answer.Pages.Add(pool.Rent());
        }

        for (int page = from / PageLayout.Positions; (page + 1) * PageLayout.Positions <= end; page++)
        {
            pool.Fill(answer.Pages[page], page == 0 ? null : answer.Pages[page - 1], tokens.Slice(page * PageLayout.Positions, PageLayout.Positions));
        }
    }
}
