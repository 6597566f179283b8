using System.Buffers;
using System.Text;

namespace Tapir.Models.Tokenization.Normalizing;

/// <summary>NFC, NFD, NFKC and NFKD (Unicode Standard Annex 15). Lone surrogates pass as they are.</summary>
internal sealed class UnicodeNormalizer(UnicodeForm form) : ITextNormalizer
{
    private const int HangulFirst = 0xAC00, LeadFirst = 0x1100, VowelFirst = 0x1161, TailFirst = 0x11A7;
    private const int Leads = 19, Vowels = 21, Tails = 28;

    private readonly SearchValues<char> changing = Changing(form);

    public string Normalize(string text)
    {
        if (text.AsSpan().IndexOfAny(changing) < 0)
        {
            return text;
        }

        List<int> characters = new(text.Length);
        for (int i = 0; i < text.Length;)
        {
            bool isWhole = Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int width) == OperationStatus.Done;
            Decompose(isWhole ? rune.Value : text[i], form, characters);
            i += width;
        }

        Finish(characters, form);
        StringBuilder normalized = new(characters.Count);
        foreach (int character in characters)
        {
            if (character > char.MaxValue)
            {
                normalized.Append(char.ConvertFromUtf32(character));
                continue;
            }

            normalized.Append((char)character);
        }

        return normalized.ToString();
    }

    /// <summary>UTF-16 units that a text in this form may not hold, or may hold only in some places: most texts have none and stay as they are.</summary>
    private static SearchValues<char> Changing(UnicodeForm form)
    {
        List<char> changing = [];
        List<int> one = [];
        for (int unit = 0x80; unit <= char.MaxValue; unit++)
        {
            one.Clear();
            Decompose(unit, form, one);
            Finish(one, form);
            bool isSame = one.Count == 1 && one[0] == unit && !char.IsSurrogate((char)unit);
            if (!isSame || DecompositionTable.Shared.CombinesBackward(unit))
            {
                changing.Add((char)unit);
            }
        }

        return SearchValues.Create(changing.ToArray());
    }

    private static void Finish(List<int> characters, UnicodeForm form)
    {
        Order(characters);
        if (form is UnicodeForm.Nfc or UnicodeForm.Nfkc)
        {
            Compose(characters);
        }
    }

    private static void Decompose(int character, UnicodeForm form, List<int> into)
    {
        int syllable = character - HangulFirst;
        if (syllable is >= 0 and < Leads * Vowels * Tails)
        {
            into.Add(LeadFirst + (syllable / (Vowels * Tails)));
            into.Add(VowelFirst + (syllable % (Vowels * Tails) / Tails));
            if (syllable % Tails > 0)
            {
                into.Add(TailFirst + (syllable % Tails));
            }

            return;
        }

        int[] parts = DecompositionTable.Shared.Step(character, form is UnicodeForm.Nfkc or UnicodeForm.Nfkd);
        if (parts.Length == 0)
        {
            into.Add(character);
        }

        foreach (int part in parts)
        {
            Decompose(part, form, into);
        }
    }

    /// <summary>Marks after a starter, in order of their class; equal ones keep their order.</summary>
    private static void Order(List<int> characters)
    {
        for (int start = 0; start < characters.Count; start++)
        {
            if (DecompositionTable.Shared.ClassOf(characters[start]) == 0)
            {
                continue;
            }

            int end = start + 1;
            while (end < characters.Count && DecompositionTable.Shared.ClassOf(characters[end]) != 0)
            {
                end++;
            }

            int[] ordered = [.. characters[start..end].OrderBy(mark => DecompositionTable.Shared.ClassOf(mark))];
            for (int i = start; i < end; i++)
            {
                characters[i] = ordered[i - start];
            }

            start = end;
        }
    }

    private static void Compose(List<int> characters)
    {
        int starter = -1, kept = 0, lastClass = 0;
        for (int i = 0; i < characters.Count; i++)
        {
            int character = characters[i], combining = DecompositionTable.Shared.ClassOf(character);
            // A mark is blocked from its starter by one of the same or a higher class between them.
            bool isBlocked = kept - starter > 1 && (lastClass >= combining || combining == 0);
            int composed = starter >= 0 && !isBlocked ? ComposePair(characters[starter], character) : -1;
            if (composed >= 0)
            {
                characters[starter] = composed;
                continue;
            }

            starter = combining == 0 ? kept : starter;
            lastClass = combining;
            characters[kept++] = character;
        }

        characters.RemoveRange(kept, characters.Count - kept);
    }

    private static int ComposePair(int first, int second)
    {
        int lead = first - LeadFirst, vowel = second - VowelFirst, syllable = first - HangulFirst, tail = second - TailFirst;
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
        {
            return HangulFirst + (((lead * Vowels) + vowel) * Tails);
        }

        bool isOpenSyllable = syllable is >= 0 and < Leads * Vowels * Tails && syllable % Tails == 0;
        return isOpenSyllable && tail is > 0 and < Tails ? first + tail : DecompositionTable.Shared.Compose(first, second);
    }
}
