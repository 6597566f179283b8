using System.Text.Json.Serialization;

namespace Tapir.Curriculum.Tasks;

/// <summary>The kind of task an instruction asks for, such as <c>Math</c> or <c>Code Debug</c>. In JSON a plain string.</summary>
/// <remarks>Compared by name, ordinally. The labels of the paper are <see cref="TaskLabels.All"/>; a task mix may name others,
/// so a label is any name without surrounding white space.</remarks>
[JsonConverter(typeof(TaskLabelJsonConverter))]
public readonly record struct TaskLabel : IComparable<TaskLabel>
{
    private readonly string? name;

    /// <exception cref="ArgumentException">The name is empty or begins or ends in white space.</exception>
    public TaskLabel(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.AsSpan().Trim().Length != name.Length)
        {
            throw new ArgumentException($"The task label \"{name}\" begins or ends in white space; write it without.", nameof(name));
        }

        this.name = name;
    }

    public string Name => name ?? TaskLabels.Others.Name;

    public int CompareTo(TaskLabel other) => string.CompareOrdinal(Name, other.Name);

    public bool Equals(TaskLabel other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;

    public static bool operator <(TaskLabel left, TaskLabel right) => left.CompareTo(right) < 0;

    public static bool operator <=(TaskLabel left, TaskLabel right) => left.CompareTo(right) <= 0;

    public static bool operator >(TaskLabel left, TaskLabel right) => left.CompareTo(right) > 0;

    public static bool operator >=(TaskLabel left, TaskLabel right) => left.CompareTo(right) >= 0;
}
