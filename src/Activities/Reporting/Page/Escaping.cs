using System.Text;

namespace Tapir.Activities.Reporting.Page;

/// <summary>Text into markup, good for element content and for quoted attributes, in HTML and in XML.</summary>
internal static class Escaping
{
    public static void Append(StringBuilder target, string? text)
    {
        // Lone surrogates come out as U+FFFD.
        foreach (Rune rune in (text ?? "").EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&': target.Append("&amp;"); break;
                case '<': target.Append("&lt;"); break;
                case '>': target.Append("&gt;"); break;
                case '"': target.Append("&quot;"); break;
                case '\'': target.Append("&#39;"); break;
                case '\t' or '\n': target.Append((char)rune.Value); break;
                case '\r': break;
                // Other control characters are not allowed in XML, and invisible: shown as what they are.
                case < 0x20 or (>= 0x7f and < 0xa0) or 0xfffe or 0xffff: target.Append('\ufffd'); break;
                default: target.Append(rune.ToString()); break;
            }
        }
    }
}
