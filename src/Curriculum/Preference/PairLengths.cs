namespace Tapir.Curriculum.Preference;

/// <summary>A pair in tokens, the prompt counted with each answer.</summary>
public readonly record struct PairLengths(int Chosen, int Rejected)
{
    public int Longest => Math.Max(Chosen, Rejected);

    public int Sum => Chosen + Rejected;
}
