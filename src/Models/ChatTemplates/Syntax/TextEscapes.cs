using System.Globalization;

namespace Tapir.Models.ChatTemplates.Syntax;

/// <summary>Python's escapes in quoted text.</summary>
internal static class TextEscapes
{
    /// <summary>What an escape means, and its width; <paramref name="after"/> begins after the backslash. An unknown one stays, backslash included.</summary>
    public static (string Meant, int Width) Read(ReadOnlySpan<char> after) => after[0] switch
    {
        'n' => ("\n", 1),
        't' => ("\t", 1),
        'r' => ("\r", 1),
        'b' => ("\b", 1),
        'f' => ("\f", 1),
        'v' => ("\v", 1),
        'a' => ("\a", 1),
        '0' => ("\0", 1),
        '\n' => ("", 1),
        '\\' or '\'' or '"' => (after[0].ToString(), 1),
        'x' => Hexadecimal(after, 2),
        'u' => Hexadecimal(after, 4),
        'U' => Hexadecimal(after, 8),
        _ => ($"\\{after[0]}", 1),
    };

    private static (string Meant, int Width) Hexadecimal(ReadOnlySpan<char> after, int digits)
    {
        bool isCode = after.Length > digits && int.TryParse(after.Slice(1, digits), NumberStyles.AllowHexSpecifier, null, out int code) && code <= 0x10FFFF && code >= 0;
        if (!isCode)
        {
            return ($"\\{after[0]}", 1);
        }

        code = int.Parse(after.Slice(1, digits), NumberStyles.AllowHexSpecifier);
        return (code is >= 0xD800 and <= 0xDFFF || code <= char.MaxValue ? ((char)code).ToString() : char.ConvertFromUtf32(code), digits + 1);
    }
}
