namespace Tapir.Curriculum.Rating;

/// <summary>How far people agree beyond what chance alone would give: 1 is complete agreement, 0 is chance, below 0 is worse than chance.</summary>
/// <remarks>For any number of raters, not all of whom rated everything, and answers without an order (Krippendorff 2011, Computing Krippendorff's
/// Alpha-Reliability, part C). With two raters of everything it is Scott's pi with a correction for few items, and near Cohen's kappa.</remarks>
public static class KrippendorffAlpha
{
    /// <param name="items">For each item what its raters said. An item that one alone rated tells nothing and is passed over.</param>
    /// <returns>Null where there is nothing to tell it by: no item has two raters, or all of them always said the same one thing.</returns>
    public static double? Of<T>(IEnumerable<IReadOnlyCollection<T>> items)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(items);
        IReadOnlyCollection<T>[] compared = [.. items.Where(item => item.Count > 1)];
        double all = compared.Sum(item => item.Count);
        double chance = compared.SelectMany(item => item).CountBy(said => said).Sum(said => said.Value * (all - said.Value));
        return chance > 0 ? 1 - ((all - 1) * compared.Sum(Disagreement) / chance) : null;
    }

    // Ordered pairs of raters that differ, over the number of others that each was compared with.
    private static double Disagreement<T>(IReadOnlyCollection<T> item)
        where T : notnull => item.CountBy(said => said).Sum(said => (double)said.Value * (item.Count - said.Value)) / (item.Count - 1);
}
