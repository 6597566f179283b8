namespace Tapir.Models.Generation.Batching;

/// <summary>The pages of a cache, never more than it may have. Those that nobody holds any more stay findable by what they begin with, until their memory is needed: the longest unused go
/// first. Belongs to one thread.</summary>
/// <remarks>Room is promised to an answer as a whole before it begins, so that none is stopped half-way for want of memory. Shared pages count for each holder; what is saved is
/// time, and room for old prefixes.</remarks>
internal sealed class PagePool(PageLayout layout, int capacity) : IDisposable
{
    private readonly List<Page> all = [];
    private readonly Dictionary<PrefixKey, Page> filled = [];
    private readonly LinkedList<Page> unheld = new();
    private readonly Dictionary<Page, LinkedListNode<Page>> places = [];
    private long serials;

    public int Capacity => capacity;

    /// <summary>Pages that are promised.</summary>
    public int Promised { get; private set; }

    /// <summary>Pages that have memory.</summary>
    public int Allocated => all.Count;

    public bool TryPromise(int pages)
    {
        if (Promised + pages > capacity)
        {
            return false;
        }

        Promised += pages;
        return true;
    }

    public void TakeBackPromise(int pages) => Promised -= pages;

    /// <summary>A page with nothing to be found by. Only for a holder with a promise.</summary>
    public Page Rent()
    {
        Page page = all.Count < capacity ? Allocate() : Reuse();
        (page.Holders, page.Serial, page.Key) = (1, ++serials, null);
        return page;
    }

    /// <summary>The full page with these tokens after <paramref name="before"/>, held once more; null where there is none.</summary>
    public Page? Find(Page? before, ReadOnlySpan<int> tokens)
    {
        if (!filled.TryGetValue(PrefixKey.Of(before?.Serial ?? 0, tokens), out Page? page))
        {
            return null;
        }

        if (page.Holders++ == 0 && places.Remove(page, out LinkedListNode<Page>? place))
        {
            unheld.Remove(place);
        }

        return page;
    }

    /// <summary>From now on the page is found by its tokens; the first one of equals is.</summary>
    public void Fill(Page page, Page? before, ReadOnlySpan<int> tokens)
    {
        PrefixKey key = PrefixKey.Of(before?.Serial ?? 0, tokens);
        if (filled.TryAdd(key, page))
        {
            page.Key = key;
        }
    }

    public void Release(Page page)
    {
        if (--page.Holders == 0)
        {
            // Without anything to be found by it may go at once.
            places[page] = page.Key is null ? unheld.AddFirst(page) : unheld.AddLast(page);
        }
    }

    public void Dispose()
    {
        foreach (Page page in all)
        {
            page.Dispose();
        }
    }

    private Page Allocate()
    {
        // One without content is as good as new memory.
        if (unheld.First is { Value.Key: null })
        {
            return Reuse();
        }

        Page page = new(layout.Floats);
        all.Add(page);
        return page;
    }

    private Page Reuse()
    {
        Page page = unheld.First?.Value ?? throw new InvalidOperationException($"All {capacity} pages of the key-value cache are held, and more were not promised.");
        unheld.RemoveFirst();
        places.Remove(page);
        if (page.Key is { } key)
        {
            filled.Remove(key);
        }

        return page;
    }
}
