namespace Tapir.Curriculum.Text;

/// <summary>ROUGE-L, the F1 measure of the longest common subsequence (Lin 2004), 0 to 1.</summary>
public static class RougeL
{
    /// <summary>Over words, or characters in scripts without spaces: <see cref="TextTokens.Of"/>. Symmetric; 0 where either has no tokens.</summary>
    public static double Score(string reference, string candidate) => OfTokens(TextTokens.Of(reference), TextTokens.Of(candidate));

    /// <summary>Over the tokens of the published figures, to be compared with them: ASCII words alone.</summary>
    public static double ScoreAsPublished(string reference, string candidate) =>
        OfTokens(TextTokens.OfPublishedRouge(reference), TextTokens.OfPublishedRouge(candidate));

    /// <summary>F1 from the length of the longest common subsequence of sequences of the given lengths: 2 LCS / (m + n).</summary>
    internal static double F1(int common, int length, int otherLength) => common == 0 ? 0 : 2.0 * common / (length + otherLength);

    private static double OfTokens(IReadOnlyList<string> reference, IReadOnlyList<string> candidate)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        int[] left = Numbered(reference, numbers);
        int[] right = Numbered(candidate, numbers);
        LongestCommonSubsequence subsequence = new();
        subsequence.Prepare(left);
        return F1(subsequence.LengthWith(right), left.Length, right.Length);
    }

    private static int[] Numbered(IReadOnlyList<string> tokens, Dictionary<string, int> numbers)
    {
        int[] numbered = new int[tokens.Count];
        for (int at = 0; at < numbered.Length; at++)
        {
            if (!numbers.TryGetValue(tokens[at], out numbered[at]))
            {
                numbered[at] = numbers.Count;
                numbers.Add(tokens[at], numbered[at]);
            }
        }

        return numbered;
    }
}
