using System.Text;

namespace Tapir.Models.ChatTemplates.Values;

/// <summary>Length, elements and slices of texts and lists as Python counts them: texts by code point, from the end where negative.</summary>
internal static class TextRange
{
    public static long Length(string text) => HasPairs(text) ? text.EnumerateRunes().Count() : text.Length;

    /// <summary>The element at a place; undefined where there is none.</summary>
    public static object? At(object sequence, long index)
    {
        List<object?> items = sequence as List<object?> ?? [];
        long count = sequence is string text ? Length(text) : items.Count;
        long place = index < 0 ? index + count : index;
        if (place < 0 || place >= count)
        {
            return new Undefined($"element {index}");
        }

        return sequence is not string characters ? items[(int)place] : HasPairs(characters) ? Characters(characters)[(int)place] : characters[(int)place].ToString();
    }

    public static object Slice(object sequence, long? from, long? to, long step)
    {
        if (step == 0)
        {
            throw new TemplateFault("a slice's step cannot be 0");
        }

        List<object?> items = sequence as List<object?> ?? Characters((string)sequence);
        int count = items.Count;
        long start = Clamp(from, step > 0 ? 0 : count - 1), end = Clamp(to, step > 0 ? count : -1);
        List<object?> taken = [];
        for (long i = start; step > 0 ? i < end : i > end; i += step)
        {
            taken.Add(items[(int)i]);
        }

        return sequence is string ? string.Concat(taken) : taken;

        long Clamp(long? bound, long otherwise)
        {
            if (bound is not { } place)
            {
                return otherwise;
            }

            place = place < 0 ? place + count : place;
            return step > 0 ? Math.Clamp(place, 0, count) : Math.Clamp(place, -1, count - 1);
        }
    }

    private static bool HasPairs(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0;

    private static List<object?> Characters(string text)
    {
        List<object?> characters = new(text.Length);
        for (int i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out _, out int width);
            characters.Add(text.Substring(i, width));
            i += width;
        }

        return characters;
    }
}
