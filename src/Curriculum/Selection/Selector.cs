namespace Tapir.Curriculum.Selection;

/// <summary>Step 3c of the method: hard = {x : gap(x) &gt; δ}.</summary>
public static class Selector
{
    /// <summary>The hard examples among those judged. A lower threshold never selects fewer; what is unscored is left out and named.</summary>
    public static SelectionResult Select(IEnumerable<KeyValuePair<string, Judgement>> judgements, Threshold threshold)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        List<HardExample> hard = [];
        List<string> unscored = [];
        int scoredCount = 0;
        foreach ((string id, Judgement judgement) in judgements)
        {
            if (judgement is not Scored scored)
            {
                unscored.Add(id);
                continue;
            }

            scoredCount++;
            if (scored.Difficulty.IsHardAt(threshold))
            {
                hard.Add(new HardExample(id, scored.Difficulty));
            }
        }

        hard.Sort((left, right) => string.CompareOrdinal(left.Id, right.Id));
        unscored.Sort(string.CompareOrdinal);
        return new SelectionResult(hard, scoredCount, unscored);
    }
}
