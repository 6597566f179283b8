using System.Text;

namespace Tapir.Teachers.Tutor;

/// <summary>One wording of a family's instructions: literal text with numbered slots, as in <c>Take {1} from {0}.</c></summary>
internal sealed class Phrasing
{
    private readonly string[] literals;
    private readonly int[] slots;

    public Phrasing(string template)
    {
        string[] parts = template.Split('{', '}');
        literals = [.. parts.Where((_, i) => i % 2 == 0)];
        slots = [.. parts.Where((_, i) => i % 2 == 1).Select(int.Parse)];
        SlotCount = slots.Max() + 1;
    }

    /// <summary>The text before the first slot; empty where the wording begins with one.</summary>
    public string Opening => literals[0];

    public int SlotCount { get; }

    public string Write(IReadOnlyList<string> values)
    {
        StringBuilder text = new(literals[0]);
        for (int i = 0; i < slots.Length; i++)
        {
            text.Append(values[slots[i]]).Append(literals[i + 1]);
        }

        return text.ToString();
    }

    /// <summary>The slots' values where the text has this wording, else null. Slots that this wording leaves out are empty. A slot
    /// ends where the next literal first occurs: values must not contain it, which the families' round-trip tests prove.</summary>
    public string[]? Match(string text)
    {
        if (!text.StartsWith(literals[0], StringComparison.Ordinal) || !text.EndsWith(literals[^1], StringComparison.Ordinal))
        {
            return null;
        }

        string[] values = new string[SlotCount];
        Array.Fill(values, string.Empty);
        int from = literals[0].Length;
        int end = text.Length - literals[^1].Length;
        for (int i = 0; i < slots.Length; i++)
        {
            bool last = i == slots.Length - 1;
            int to = last ? end : from > end ? -1 : text.IndexOf(literals[i + 1], from, StringComparison.Ordinal);
            if (to <= from || to > end)
            {
                return null;
            }

            values[slots[i]] = text[from..to];
            from = to + literals[i + 1].Length;
        }

        return values;
    }
}
