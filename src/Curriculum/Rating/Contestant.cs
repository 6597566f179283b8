using System.Globalization;

namespace Tapir.Curriculum.Rating;

/// <summary>One whose answers people compare with another's: <see cref="StudentContestant"/>, <see cref="TunedContestant"/> or <see cref="TeacherContestant"/>.</summary>
public abstract record Contestant
{
    private protected Contestant()
    {
    }

    /// <value>As people read it: <c>S_3</c>, <c>teacher</c>.</value>
    public abstract string Name { get; }

    /// <value>As it is chosen: <c>3</c>, <c>3-preference</c>, <c>teacher</c>.</value>
    public abstract string Word { get; }

    /// <value>The one with the lower place is the baseline: the teacher, then the students in the order in which they were made.</value>
    internal abstract int Place { get; }

    /// <summary>Reads <see cref="Word"/>.</summary>
    /// <exception cref="FormatException">It is neither a round nor <c>teacher</c>.</exception>
    public static Contestant Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string word = text.Trim();
        if (word == TeacherContestant.TeacherWord)
        {
            return new TeacherContestant();
        }

        bool isTuned = word.EndsWith(TunedContestant.Ending, StringComparison.Ordinal);
        return int.TryParse(isTuned ? word[..^TunedContestant.Ending.Length] : word, NumberStyles.None, CultureInfo.InvariantCulture, out int round)
            ? isTuned ? new TunedContestant(round) : new StudentContestant(round)
            : throw new FormatException($"'{word}' is neither the number of a round nor '{TeacherContestant.TeacherWord}'.");
    }

    public sealed override string ToString() => Word;
}
