using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor;

/// <summary>A family whose instructions are slots filled from a small typed task. Everything about an instruction, its level too, follows
/// from the task, and the task is read back from the text alone: the tutor keeps no list of what it wrote.</summary>
internal abstract class ParsedFamily<TTask>(string name, TaskLabel label, string description, params string[] phrasings)
    : TutorFamily(name, label, description, phrasings)
    where TTask : class
{
    public override TutorProblem Write(TutorRandom random, int level)
    {
        TTask task = Draw(random, level);
        string instruction = random.Pick(Phrasings).Write(Fill(task));
        return new TutorProblem(this, LevelOf(task), instruction, Solve(task));
    }

    public override TutorProblem? TryRead(string instruction, Phrasing phrasing)
    {
        if (phrasing.Match(instruction) is not { } slots || Read(slots) is not { } task || LevelOf(task) is not (>= 1 and <= Levels))
        {
            return null;
        }

        // Written again it must be the same text: so a reader may be lenient, and still nothing foreign is taken for our own.
        return phrasing.Write(Fill(task)) == instruction ? new TutorProblem(this, LevelOf(task), instruction, Solve(task)) : null;
    }

    protected abstract TTask Draw(TutorRandom random, int level);

    /// <summary>1 to 5, or 0 for a task that no level draws.</summary>
    protected abstract int LevelOf(TTask task);

    protected abstract string[] Fill(TTask task);

    /// <summary>The task these slots say; null where they say none. A slot that the wording leaves out is empty.</summary>
    protected abstract TTask? Read(string[] slots);

    protected abstract Solution Solve(TTask task);
}
