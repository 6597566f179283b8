namespace Tapir.Curriculum.Assembly;

/// <summary>Candidates taken one after another, each where it still fits.</summary>
internal sealed class TokenBin
{
    private readonly List<TrainingCandidate> taken = [];

    public IReadOnlyList<TrainingCandidate> Taken => taken;

    public long Tokens { get; private set; }

    /// <summary>Takes from the front all that fit below the bound; returns those that did not.</summary>
    public TrainingCandidate[] Fill(IEnumerable<TrainingCandidate> candidates, double bound)
    {
        List<TrainingCandidate> left = [];
        foreach (TrainingCandidate candidate in candidates)
        {
            if (Tokens + candidate.Tokens.Value > bound)
            {
                left.Add(candidate);
                continue;
            }

            taken.Add(candidate);
            Tokens += candidate.Tokens.Value;
        }

        return [.. left];
    }

    public void Empty()
    {
        taken.Clear();
        Tokens = 0;
    }
}
