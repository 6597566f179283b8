namespace Tapir.Curriculum.Rating;

/// <summary>Two whose answers are compared. The win rate is the candidate's over the baseline.</summary>
public sealed record RatedPair
{
    private RatedPair(Contestant baseline, Contestant candidate)
    {
        Baseline = baseline;
        Candidate = candidate;
    }

    /// <value>The earlier student, or the teacher.</value>
    public Contestant Baseline { get; }

    /// <value>The later student.</value>
    public Contestant Candidate { get; }

    /// <summary>The pair of two, in whatever order they are named: a later student is measured against an earlier one, any student against the teacher.</summary>
    /// <exception cref="FormatException">Both are the same.</exception>
    public static RatedPair Of(Contestant one, Contestant other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        if (one == other)
        {
            throw new FormatException($"{one.Name} cannot be compared with itself.");
        }

        return one.Place < other.Place ? new RatedPair(one, other) : new RatedPair(other, one);
    }

    /// <summary>Reads two contestants with a comma between them, such as <c>0,3</c> or <c>teacher,3</c>.</summary>
    /// <exception cref="FormatException">It is anything else.</exception>
    public static RatedPair Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] words = text.Split(',');
        return words.Length == 2
            ? Of(Contestant.Parse(words[0]), Contestant.Parse(words[1]))
            : throw new FormatException($"'{text}' does not name two to compare: write two rounds, as in 0,3, or a round and the teacher, as in 3,teacher.");
    }

    /// <summary>The form that <see cref="Parse"/> reads, the baseline first.</summary>
    public override string ToString() => $"{Baseline.Word},{Candidate.Word}";
}
