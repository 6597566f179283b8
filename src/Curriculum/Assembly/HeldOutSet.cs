using Tapir.Curriculum.Text;

namespace Tapir.Curriculum.Assembly;

/// <summary>Instructions that must stay unseen, and whether another one gives them away.</summary>
public sealed class HeldOutSet
{
    /// <summary>Words in a row that count as overlap for imported data, as in the decontamination of published models.</summary>
    public const int UsualOverlap = 13;

    private readonly HashSet<string> equal = new(StringComparer.Ordinal);
    private readonly HashSet<string> runs = new(StringComparer.Ordinal);
    private readonly int? overlap;

    /// <param name="instructions">The held-out instructions.</param>
    /// <param name="overlap">How many words (characters in scripts without spaces) in a row an instruction may not share with one of them, 1 or
    /// more; null to compare whole instructions alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">The overlap is below 1.</exception>
    public HeldOutSet(IEnumerable<string> instructions, int? overlap)
    {
        ArgumentNullException.ThrowIfNull(instructions);
        if (overlap is { } words)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(words, 1, nameof(overlap));
        }

        this.overlap = overlap;
        foreach (string instruction in instructions)
        {
            equal.Add(InstructionText.Normalize(instruction));
            runs.UnionWith(Runs(instruction));
        }
    }

    /// <summary>Whether the instruction equals a held-out one after normalisation, or shares a run of words with one.</summary>
    public bool Covers(string instruction) => equal.Contains(InstructionText.Normalize(instruction)) || Runs(instruction).Any(runs.Contains);

    private IEnumerable<string> Runs(string instruction)
    {
        if (overlap is not { } length)
        {
            yield break;
        }

        string[] tokens = [.. TextTokens.Of(instruction)];
        for (int at = 0; at + length <= tokens.Length; at++)
        {
            yield return string.Join(' ', tokens, at, length);
        }
    }
}
