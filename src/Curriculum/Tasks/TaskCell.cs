namespace Tapir.Curriculum.Tasks;

/// <summary>Where a task stands in the curriculum: its label and, where known, its family (a kind of verifiable task with one
/// author and one grader) and its level (1 is the easiest).</summary>
public readonly record struct TaskCell(TaskLabel Task, string? Family, int? Level) : IComparable<TaskCell>
{
    /// <summary>Order by label, family (unknown first), level (unknown first).</summary>
    public int CompareTo(TaskCell other)
    {
        int byTask = Task.CompareTo(other.Task);
        if (byTask != 0)
        {
            return byTask;
        }

        int byFamily = string.CompareOrdinal(Family, other.Family);
        return byFamily != 0 ? byFamily : Nullable.Compare(Level, other.Level);
    }

    public override string ToString() => $"{Task}/{Family ?? "-"}/{Level?.ToString() ?? "-"}";

    public static bool operator <(TaskCell left, TaskCell right) => left.CompareTo(right) < 0;

    public static bool operator <=(TaskCell left, TaskCell right) => left.CompareTo(right) <= 0;

    public static bool operator >(TaskCell left, TaskCell right) => left.CompareTo(right) > 0;

    public static bool operator >=(TaskCell left, TaskCell right) => left.CompareTo(right) >= 0;
}
