using Tapir.Curriculum.Text;

namespace Tapir.Teachers.Labeling;

/// <summary>A text as a sparse vector of length one: its words and pairs of words, hashed into a fixed number of places.</summary>
internal sealed record TextFeatures(int[] Places, double[] Values)
{
    public const int Size = 1 << 15;

    // The kind of task shows early; very long inputs would drown it.
    private const int LongestText = 400;

    public static TextFeatures Of(string text)
    {
        IReadOnlyList<string> tokens = TextTokens.Of(text);
        SortedDictionary<int, int> counts = [];
        for (int i = 0; i < Math.Min(tokens.Count, LongestText); i++)
        {
            Count(tokens[i]);
            Count(i == 0 ? "^ " + tokens[i] : tokens[i - 1] + " " + tokens[i]);
        }

        double[] values = [.. counts.Values.Select(count => 1 + Math.Log(count))];
        double norm = Math.Sqrt(values.Sum(value => value * value));
        return new TextFeatures([.. counts.Keys], [.. values.Select(value => value / norm)]);

        void Count(string feature)
        {
            int place = (int)(StableHash.Of(feature, 0) % Size);
            counts[place] = counts.GetValueOrDefault(place) + 1;
        }
    }
}
