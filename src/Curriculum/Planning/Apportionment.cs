namespace Tapir.Curriculum.Planning;

/// <summary>Divides a whole number by weights: largest remainder (Hamilton), with capacities.</summary>
internal static class Apportionment
{
    /// <summary>No bound on what a part may take.</summary>
    public const int Unbounded = int.MaxValue;

    // Quotients are products of decimal shares: 1000 x 0.167 must count as 167, whichever side of it the double falls.
    private const double RoundingError = 1e-9;

    /// <summary>Whole parts in proportion to the weights, none above its capacity, summing to the size or, where that is less, to all
    /// capacities together. What a full part cannot take goes to the others, by their weights; parts of weight 0 take what is left then,
    /// equally. Of equal remainders the earlier part is served first.</summary>
    /// <param name="weights">Each 0 or more.</param>
    /// <param name="capacities">Each 0 or more, <see cref="Unbounded"/> for no bound; as many as weights.</param>
    /// <param name="size">0 or more.</param>
    public static int[] Divide(IReadOnlyList<double> weights, IReadOnlyList<int> capacities, int size)
    {
        int[] parts = new int[weights.Count];
        int left = size;
        while (left > 0)
        {
            int[] open = [.. Enumerable.Range(0, parts.Length).Where(part => parts[part] < capacities[part])];
            int[] weighty = [.. open.Where(part => weights[part] > 0)];
            int[] takers = weighty.Length > 0 ? weighty : open;
            if (takers.Length == 0)
            {
                break;
            }

            double[] takerWeights = [.. takers.Select(part => weighty.Length > 0 ? weights[part] : 1)];
            int[] shares = LargestRemainder(takerWeights, left);
            for (int taker = 0; taker < takers.Length; taker++)
            {
                int part = takers[taker];
                int taken = Math.Min(shares[taker], capacities[part] - parts[part]);
                parts[part] += taken;
                left -= taken;
            }
        }

        return parts;
    }

    private static int[] LargestRemainder(double[] weights, int size)
    {
        double sum = weights.Sum();
        double[] exact = [.. weights.Select(weight => size * (weight / sum))];
        int[] whole = [.. exact.Select(quotient => (int)Math.Floor(quotient + RoundingError))];
        int left = size - whole.Sum();
        IEnumerable<int> byRemainder = Enumerable.Range(0, weights.Length)
            .OrderByDescending(part => Math.Round(exact[part] - whole[part], 9))
            .ThenBy(part => part);
        foreach (int part in byRemainder.Take(left))
        {
            whole[part]++;
        }

        return whole;
    }
}
