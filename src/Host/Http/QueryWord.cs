using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Tapir.Host.Http;

/// <summary>Reads a word of an address, such as <c>level=warning</c>, in whatever case it is written.</summary>
internal static class QueryWord
{
    /// <param name="name">What the word is called, for the message.</param>
    /// <returns>Null where none was given.</returns>
    /// <exception cref="BadHttpRequestException">It is none of those that there are.</exception>
    public static T? Parse<T>(string? text, string name)
        where T : struct, Enum
    {
        if (text is null)
        {
            return null;
        }

        T[] known = Enum.GetValues<T>();
        string[] words = [.. known.Select(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()))];
        return known[Array.IndexOf(words, OneOf(text, words, name))];
    }

    /// <param name="known">The words that there are.</param>
    /// <param name="name">What the word is called, for the message.</param>
    /// <returns>The word as it is known; null where none was given.</returns>
    /// <exception cref="BadHttpRequestException">It is none of those that there are.</exception>
    public static string? OneOf(string? text, IReadOnlyList<string> known, string name) => text is null
        ? null
        : known.FirstOrDefault(word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            ?? throw new BadHttpRequestException($"'{name}' must be one of {string.Join(", ", known)}; it is '{text}'.");
}
