using System.Text.RegularExpressions;

namespace Tapir.Functions;

/// <summary>The contract of a durable function without its types: what lists, logs and keys need.</summary>
public abstract partial class DurableFunction
{
    private protected DurableFunction(string name, int version, CachePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        if (!NamePattern().IsMatch(name))
        {
            throw new ArgumentException($"'{name}' is no function name: expected words of a-z, 0-9 and '-', joined by dots, as in 'judging.score-shard'.", nameof(name));
        }

        Name = name;
        Version = version;
        Policy = policy;
    }

    /// <value>The name under which it is called, such as <c>judging.score-shard</c>.</value>
    public string Name { get; }

    /// <value>From 1 up. Raised by hand whenever the same input may give another output than before; the fixture of the function notices when it was forgotten.</value>
    public int Version { get; }

    public CachePolicy Policy { get; }

    /// <value>True for a function that computes with floats: its results hold for one numeric environment only. Default false.</value>
    public bool Numeric { get; init; }

    /// <value>Whether running it again on the same input gives the same bytes. Default true. Only a reproducible function can make a lost artifact again
    /// without touching what was derived from it.</value>
    public bool Reproducible { get; init; } = true;

    /// <value>Whether its calls and results are written to the index. Default true. False for one that is called for ever and whose calls nobody asks for later,
    /// such as a look at the clock; its policy is <see cref="CachePolicy.Never"/>.</value>
    public bool Recorded { get; init; } = true;

    /// <summary>The device that a call computes on, as its input names it; empty for the processor.</summary>
    internal abstract string DeviceOf(object? input);

    public abstract Type InputType { get; }

    public abstract Type OutputType { get; }

    public override string ToString() => $"{Name} v{Version}";

    [GeneratedRegex("^[a-z0-9-]+(\\.[a-z0-9-]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
