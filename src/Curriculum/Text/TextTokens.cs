using System.Text;

namespace Tapir.Curriculum.Text;

/// <summary>Text as the units over which overlap is measured.</summary>
public static class TextTokens
{
    /// <summary>Words in lower case, of any alphabet; single characters in scripts written without spaces (Chinese, Japanese, Thai, ...).
    /// Punctuation and symbols are left out.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> tokens = [];
        StringBuilder word = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            Rune folded = rune.IsBmp ? new Rune(Characters.Fold((char)rune.Value)) : Rune.ToLowerInvariant(rune);
            bool alone = Characters.IsOfScriptWithoutSpaces(folded);
            if (!alone && Characters.IsOfWord(folded))
            {
                word.Append(folded);
                continue;
            }

            EndWord(word, tokens);
            if (alone && Characters.IsOfWord(folded))
            {
                tokens.Add(folded.ToString());
            }
        }

        EndWord(word, tokens);
        return tokens;
    }

    /// <summary>Runs of ASCII letters and digits in lower case: the tokens of the published ROUGE figures (rouge_score 0.1.2, no stemmer).
    /// Anything else, an accented letter too, separates.</summary>
    public static IReadOnlyList<string> OfPublishedRouge(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> tokens = [];
        StringBuilder word = new();
        foreach (char unit in text)
        {
            // Python lower-cases first: the Kelvin sign becomes an ASCII k, and dotted capital I becomes i and a mark.
            char lower = unit switch
            {
                '\u212A' => 'k',
                '\u0130' => 'i',
                _ => char.ToLowerInvariant(unit),
            };
            if (char.IsAsciiLetterOrDigit(lower))
            {
                word.Append(lower);
            }
            else
            {
                EndWord(word, tokens);
            }
        }

        EndWord(word, tokens);
        return tokens;
    }

    private static void EndWord(StringBuilder word, List<string> tokens)
    {
        if (word.Length > 0)
        {
            tokens.Add(word.ToString());
            word.Clear();
        }
    }
}
