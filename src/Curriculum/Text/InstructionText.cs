using System.Text;

namespace Tapir.Curriculum.Text;

/// <summary>When two instructions count as the same.</summary>
public static class InstructionText
{
    /// <summary>The text in lower case, full-width ASCII as ASCII, each run of white space as one space, none at either end.</summary>
    /// <remarks>Punctuation stays: <c>3 + 4</c> and <c>3 - 4</c> are two tasks. Unicode normalisation forms are not applied; the process runs
    /// with the invariant culture, where .NET has none.</remarks>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder normalized = new(text.Length);
        bool space = false;
        foreach (char unit in text)
        {
            char folded = Characters.Fold(unit);
            if (char.IsWhiteSpace(folded))
            {
                space = normalized.Length > 0;
                continue;
            }

            if (space)
            {
                normalized.Append(' ');
                space = false;
            }

            normalized.Append(folded);
        }

        return normalized.ToString();
    }
}
