using System.Diagnostics.CodeAnalysis;

namespace Tapir.Functions;

/// <summary>The functions that this program implements. Filled once at the start, then only read.</summary>
public sealed class FunctionCatalog
{
    private readonly SortedDictionary<string, CatalogEntry> entries = new(StringComparer.Ordinal);

    /// <value>All functions, by name.</value>
    public IReadOnlyList<DurableFunction> Functions => [.. entries.Values.Select(entry => entry.Function)];

    internal IReadOnlyCollection<CatalogEntry> Entries => entries.Values;

    /// <summary>Adds a function and its implementation.</summary>
    /// <exception cref="ArgumentException">A function with this name is there already.</exception>
    public FunctionCatalog Add<TInput, TOutput>(DurableFunction<TInput, TOutput> function, Func<FunctionContext, TInput, Task<TOutput>> implementation)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(implementation);
        if (!entries.TryAdd(function.Name, CatalogEntry.Of(function, implementation)))
        {
            throw new ArgumentException($"The function '{function.Name}' is in the catalog already.", nameof(function));
        }

        return this;
    }

    public bool TryFind(string name, [NotNullWhen(true)] out DurableFunction? function)
    {
        function = entries.GetValueOrDefault(name)?.Function;
        return function is not null;
    }

    /// <exception cref="UnknownFunctionException">There is none of this name; the message lists those that there are.</exception>
    public DurableFunction Find(string name) => Entry(name).Function;

    internal CatalogEntry Entry(string name) => entries.GetValueOrDefault(name) ?? throw UnknownFunctionException.For(name, entries.Keys);
}
