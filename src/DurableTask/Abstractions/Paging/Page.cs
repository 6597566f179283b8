namespace Tapir.DurableTask;

/// <summary>Some of many results.</summary>
public sealed class Page<T>
    where T : notnull
{
    /// <param name="values">The results of this page.</param>
    /// <param name="continuationToken">Where the next page begins; null when this is the last.</param>
    public Page(IReadOnlyList<T> values, string? continuationToken = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = values;
        ContinuationToken = continuationToken;
    }

    public IReadOnlyList<T> Values { get; }

    public string? ContinuationToken { get; }
}
