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
        int at = Array.FindIndex(known, value => string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase));
        return at >= 0
            ? known[at]
            : throw new BadHttpRequestException($"'{name}' must be one of {string.Join(", ", known.Select(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString())))}; it is '{text}'.");
    }
}
