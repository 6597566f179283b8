namespace Tapir.Host.Specs;

/// <summary>Finds the known key that a misspelt one was probably meant to be.</summary>
internal static class NearestKey
{
    // A longer one was never meant to be a key, and would take its time.
    private const int LongestKey = 80;

    /// <returns>The known key with the smallest edit distance, or null when none is near (more than half of it would have to change).</returns>
    public static string? Of(string written, IEnumerable<string> known)
    {
        if (written.Length > LongestKey)
        {
            return null;
        }

        var nearest = known
            .Select(key => (Key: key, Distance: EditDistance(Fold(written), Fold(key))))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Key, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Key is not null && nearest.Distance <= Math.Max(2, nearest.Key.Length / 2) ? nearest.Key : null;
    }

    private static string Fold(string key) => key.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    private static int EditDistance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitute, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
