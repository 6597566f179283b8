namespace Tapir.Models.ChatTemplates.Values;

/// <summary>What a function, filter or test was called with.</summary>
/// <param name="Owner">Names the function in errors.</param>
internal sealed record Arguments(string Owner, IReadOnlyList<object?> Positional, IReadOnlyDictionary<string, object?> Named)
{
    private static readonly Undefined Missing = new("an argument");

    /// <summary>The argument at a place or of a name; an <see cref="Undefined"/> where it was not given.</summary>
    public object? Get(int place, string name) => place < Positional.Count ? Positional[place] : Named.TryGetValue(name, out object? value) ? value : Missing;

    public object? Get(int place, string name, object? otherwise) => Get(place, name) is var value && ReferenceEquals(value, Missing) ? otherwise : value;

    public bool Has(int place, string name) => place < Positional.Count || Named.ContainsKey(name);

    public string Text(int place, string name) => Get(place, name) is string text ? text : throw new TemplateFault($"{Owner} wants a text as its {name}");

    public string Text(int place, string name, string otherwise) => Has(place, name) && Get(place, name) is not null ? Text(place, name) : otherwise;

    public int Number(int place, string name, int otherwise) => !Has(place, name) || Get(place, name) is null ? otherwise
        : Get(place, name) is long number and >= int.MinValue and <= int.MaxValue ? (int)number
        : throw new TemplateFault($"{Owner} wants a whole number as its {name}");

    /// <summary>Refuses what the function does not know, rather than rendering something else than meant.</summary>
    public void Allow(int most, params ReadOnlySpan<string> names)
    {
        if (Positional.Count > most)
        {
            throw new TemplateFault($"{Owner} takes {most} arguments at most, not {Positional.Count}");
        }

        foreach (string name in Named.Keys)
        {
            if (!names.Contains(name))
            {
                throw new TemplateFault($"{Owner} does not know the argument {name}");
            }
        }
    }
}
