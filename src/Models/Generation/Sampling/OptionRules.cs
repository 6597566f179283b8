namespace Tapir.Models.Generation.Sampling;

/// <summary>What <see cref="GenerationOptions"/> must keep to.</summary>
internal static class OptionRules
{
    private const int MostRanked = 100;

    public static IReadOnlyList<OptionProblem> Check(GenerationOptions options)
    {
        List<OptionProblem> problems = [];
        void Need(bool holds, string property, object value, string range)
        {
            if (!holds)
            {
                problems.Add(new OptionProblem(property, $"{property} is {value}; it must be {range}."));
            }
        }

        Need(options.MaxNewTokens >= 1, nameof(options.MaxNewTokens), options.MaxNewTokens, "1 or more");
        Need(options.Temperature >= 0 && double.IsFinite(options.Temperature), nameof(options.Temperature), options.Temperature, "0 or more");
        Need(options.TopP is > 0 and <= 1, nameof(options.TopP), options.TopP, "above 0 and at most 1");
        Need(options.TopK >= 0, nameof(options.TopK), options.TopK, "0 or more");
        Need(options.MinP is >= 0 and <= 1, nameof(options.MinP), options.MinP, "between 0 and 1");
        Need(options.RepetitionPenalty > 0 && double.IsFinite(options.RepetitionPenalty), nameof(options.RepetitionPenalty), options.RepetitionPenalty, "above 0");
        Need(double.IsFinite(options.FrequencyPenalty), nameof(options.FrequencyPenalty), options.FrequencyPenalty, "a number");
        Need(double.IsFinite(options.PresencePenalty), nameof(options.PresencePenalty), options.PresencePenalty, "a number");
        Need(options.StopTexts.All(text => text.Length > 0), nameof(options.StopTexts), "a list with an empty text", "a list of texts, none of them empty");
        Need(options.StopIds.All(id => id >= 0), nameof(options.StopIds), string.Join(", ", options.StopIds), "a list of token ids");
        Need(options.TopLogProbabilities is >= -1 and <= MostRanked, nameof(options.TopLogProbabilities), options.TopLogProbabilities, $"between -1 and {MostRanked}");
        Need(options.LaneSize >= 1, nameof(options.LaneSize), options.LaneSize, "1 or more");
        Need(options.Threads >= 1, nameof(options.Threads), options.Threads, "1 or more");
        return problems;
    }
}
