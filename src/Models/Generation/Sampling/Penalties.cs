namespace Tapir.Models.Generation.Sampling;

/// <summary>Makes tokens less likely that were there already.</summary>
internal sealed unsafe class Penalties
{
    private readonly GenerationOptions options;
    private readonly HashSet<int> seen = [];
    private readonly Dictionary<int, int> made = [];

    public Penalties(GenerationOptions options, ReadOnlySpan<int> prompt)
    {
        this.options = options;
        if (options.RepetitionPenalty != 1)
        {
            seen.UnionWith(prompt.ToArray());
        }
    }

    /// <summary>Repetition: a positive logit is divided by the penalty, a negative one multiplied (Keskar et al., CTRL, 2019, section 4.1). Frequency and presence are
    /// subtracted, for each time and once.</summary>
    public void Apply(float* logits)
    {
        float repetition = (float)options.RepetitionPenalty;
        foreach (int id in seen)
        {
            logits[id] = logits[id] > 0 ? logits[id] / repetition : logits[id] * repetition;
        }

        foreach ((int id, int times) in made)
        {
            logits[id] -= (float)((options.FrequencyPenalty * times) + options.PresencePenalty);
        }
    }

    public void Count(int token)
    {
        if (options.RepetitionPenalty != 1)
        {
            seen.Add(token);
        }

        if (options.FrequencyPenalty != 0 || options.PresencePenalty != 0)
        {
            made[token] = made.GetValueOrDefault(token) + 1;
        }
    }
}
