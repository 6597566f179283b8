using System.Diagnostics.CodeAnalysis;

namespace Tapir.Models.Gguf;

/// <summary>The key-value part of a GGUF file: hyperparameters, tokenizer (<c>tokenizer.ggml.*</c>) and chat template (<c>tokenizer.chat_template</c>). Stays valid
/// after the file is closed.</summary>
/// <remarks>A value is a <see cref="string"/>, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, or an array of one of these. An unsigned number of 2^63 and
/// more is the <see cref="long"/> of the same bits.</remarks>
internal sealed class GgufMetadata(string source, IReadOnlyDictionary<string, object> values)
{
    /// <summary>Where the values are from, for errors.</summary>
    public string Source => source;

    public IEnumerable<string> Keys => values.Keys;

    /// <summary>All values as they are, to be written again.</summary>
    public IReadOnlyDictionary<string, object> Values => values;

    public bool Contains(string key) => values.ContainsKey(key);

    /// <summary>Whether the value is a list, of whatever.</summary>
    public bool IsList(string key) => values.TryGetValue(key, out object? value) && value is Array;

    /// <exception cref="InvalidDataException">There is no such key, or its value is no text.</exception>
    public string Text(string key) => Get<string>(key, "a text");

    /// <exception cref="InvalidDataException">The value is no text.</exception>
    public string Text(string key, string otherwise) => Contains(key) ? Text(key) : otherwise;

    /// <exception cref="InvalidDataException">There is no such key, or its value is no whole number from 0 to 2^31 - 1.</exception>
    public int Count(string key) => Get<long>(key, "a whole number") is >= 0 and <= int.MaxValue and long value ? (int)value : throw Wrong(key, "a number from 0 to 2147483647");

    /// <exception cref="InvalidDataException">The value is no whole number from 0 to 2^31 - 1.</exception>
    public int Count(string key, int otherwise) => Contains(key) ? Count(key) : otherwise;

    /// <exception cref="InvalidDataException">There is no such key, or its value is no number.</exception>
    public double Number(string key) => Find(key) is long whole ? whole : Get<double>(key, "a number");

    /// <exception cref="InvalidDataException">The value is no number.</exception>
    public double Number(string key, double otherwise) => Contains(key) ? Number(key) : otherwise;

    /// <exception cref="InvalidDataException">The value is neither true nor false.</exception>
    public bool Flag(string key, bool otherwise) => Contains(key) ? Get<bool>(key, "true or false") : otherwise;

    /// <exception cref="InvalidDataException">There is no such key, or its value is no list of texts.</exception>
    public IReadOnlyList<string> Texts(string key) => Get<string[]>(key, "a list of texts");

    /// <exception cref="InvalidDataException">There is no such key, or its value is no list of whole numbers.</exception>
    public IReadOnlyList<long> WholeNumbers(string key) => Get<long[]>(key, "a list of whole numbers");

    /// <exception cref="InvalidDataException">There is no such key, or its value is no list of numbers.</exception>
    public IReadOnlyList<double> Numbers(string key) => Get<double[]>(key, "a list of numbers");

    /// <exception cref="InvalidDataException">There is no such key, or the value is of another kind.</exception>
    private T Get<T>(string key, string wanted) => Find(key) is T value ? value : throw Wrong(key, wanted);

    private object Find(string key) => values.TryGetValue(key, out object? value) ? value : throw new InvalidDataException($"{source}: the metadata has no {key}.");

    [SuppressMessage("Globalization", "CA1308", Justification = "A type's name in a sentence, not a normalisation.")]
    private InvalidDataException Wrong(string key, string wanted)
    {
        object value = Find(key);
        string found = value is Array list ? $"a list of {list.Length}" : value is string { Length: > 40 } text ? $"\"{text[..40]}...\"" : $"{value}".ToLowerInvariant();
        return new InvalidDataException($"{source}: the metadata's {key} is {found}, not {wanted}.");
    }
}
