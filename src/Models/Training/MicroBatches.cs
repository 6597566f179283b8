using Tapir.Models.Network;

namespace Tapir.Models.Training;

/// <summary>Cuts a step into micro-batches of about the same number of tokens, however many threads there are.</summary>
internal static class MicroBatches
{
    /// <summary>Longest row first, each to the emptiest micro-batch.</summary>
    public static IReadOnlyList<PackedBatch> Of(PlannedStep step, IReadOnlyList<EncodedExample> examples, int microBatchTokens, double meanWeight, TrainingObjective objective)
    {
        int total = step.Rows.Sum(row => row.Length);
        List<PlannedRow>[] parts = [.. Enumerable.Range(0, (total + microBatchTokens - 1) / microBatchTokens).Select(_ => new List<PlannedRow>())];
        int[] filled = new int[parts.Length];
        foreach (PlannedRow row in step.Rows.OrderByDescending(row => row.Length))
        {
            int emptiest = Array.IndexOf(filled, filled.Min());
            parts[emptiest].Add(row);
            filled[emptiest] += row.Length;
        }

        return [.. parts.Where(part => part.Count > 0).Select(part => objective is DirectPreference preference ? PackPairs(part, examples, meanWeight, preference) : Pack(part, examples, meanWeight))];
    }

    private static PackedBatch Pack(List<PlannedRow> rows, IReadOnlyList<EncodedExample> examples, double meanWeight)
    {
        List<int> ids = [], starts = [0], lossRows = [], targets = [];
        List<float> weights = [];
        foreach (PlannedRow row in rows)
        {
            EncodedExample example = examples[row.Example];
            int start = ids.Count;
            ids.AddRange(example.Tokens.AsSpan(0, row.Length));
            starts.Add(ids.Count);
            for (int t = example.PromptLength; t < row.Length; t++)
            {
                lossRows.Add(start + t - 1);
                targets.Add(example.Tokens[t]);
                weights.Add((float)(example.Weight / meanWeight));
            }
        }

        return new PackedBatch([.. ids], [.. starts], [.. lossRows], [.. targets], [.. weights]);
    }

    private static PackedBatch PackPairs(List<PlannedRow> rows, IReadOnlyList<EncodedExample> examples, double meanWeight, DirectPreference preference)
    {
        List<PackedPair> pairs = [];
        List<PlannedRow> single = [];
        int lossRows = 0;
        foreach (PlannedRow row in rows)
        {
            int index = 2 * row.Example;
            EncodedExample chosen = examples[index], rejected = examples[index + 1];
            int middle = lossRows + chosen.Tokens.Length - chosen.PromptLength, end = middle + rejected.Tokens.Length - rejected.PromptLength;
            double margin = preference.ReferenceLogProbabilities[index] - preference.ReferenceLogProbabilities[index + 1];
            pairs.Add(new PackedPair(lossRows, middle, end, margin, preference.Beta, chosen.Weight / meanWeight));
            single.Add(new PlannedRow(index, chosen.Tokens.Length));
            single.Add(new PlannedRow(index + 1, rejected.Tokens.Length));
            lossRows = end;
        }

        return Pack(single, examples, meanWeight) with { Pairs = pairs };
    }
}
