namespace Tapir.Teachers.Labeling;

/// <summary>FNV-1a with a final mix: the same on every machine, which <see cref="string.GetHashCode()"/> is not.</summary>
internal static class StableHash
{
    public static ulong Of(ReadOnlySpan<char> text, ulong seed)
    {
        ulong hash = 14695981039346656037 ^ seed;
        foreach (char unit in text)
        {
            hash = unchecked((hash ^ unit) * 1099511628211);
        }

        hash = unchecked((hash ^ (hash >> 33)) * 0xff51afd7ed558ccd);
        return hash ^ (hash >> 33);
    }
}
