using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor;

/// <summary>A family of verifiable tasks: writes instructions at five levels of difficulty, reads its own instructions back, and
/// solves them.</summary>
internal abstract class TutorFamily(string name, TaskLabel label, string description, params string[] phrasings)
{
    public const int Levels = 5;

    /// <summary>Stable name, <c>task.family</c>; it is stored with examples.</summary>
    public string Name { get; } = name;

    /// <summary>Task label of docs/method.md.</summary>
    public TaskLabel Label { get; } = label;

    /// <summary>What is asked, and what the levels mean.</summary>
    public string Description { get; } = description;

    public IReadOnlyList<Phrasing> Phrasings { get; } = [.. phrasings.Select(p => new Phrasing(p))];

    public virtual AnswerForm Form => AnswerForm.Words;

    /// <summary>What stands between the items of an answer that is a list, else null: a list can be partly right.</summary>
    public virtual string? ItemSeparator => null;

    /// <summary>How many distinct instructions of a level there are at least; a test draws so many.</summary>
    public virtual int Capacity(int level) => level == 1 ? 200 : 2000;

    public abstract TutorProblem Write(TutorRandom random, int level);

    /// <summary>Reads an instruction of one of this family's wordings; null where it is none that <see cref="Write"/> could write.</summary>
    public abstract TutorProblem? TryRead(string instruction, Phrasing phrasing);
}
