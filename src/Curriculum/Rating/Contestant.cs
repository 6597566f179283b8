using System.Globalization;

namespace Tapir.Curriculum.Rating;

/// <summary>One whose answers people compare with another's: <see cref="StudentContestant"/> or <see cref="TeacherContestant"/>.</summary>
public abstract record Contestant
{
    private protected Contestant()
    {
    }

    /// <value>As people read it: <c>S_3</c>, <c>teacher</c>.</value>
    public abstract string Name { get; }

    /// <value>As it is chosen: <c>3</c>, <c>teacher</c>.</value>
    public abstract string Word { get; }

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

        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int round)
            ? new StudentContestant(round)
            : throw new FormatException($"'{word}' is neither the number of a round nor '{TeacherContestant.TeacherWord}'.");
    }

    public sealed override string ToString() => Word;
}
