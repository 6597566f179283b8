using System.Text.Json.Serialization;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Planning;

/// <summary>Something the teacher can write new instructions for.</summary>
/// <param name="Cell">A label with family and level for a teacher that knows families; a label alone (no family, no level) for one that
/// can write in the manner of any example of that label.</param>
/// <param name="Capacity">How many new instructions it can write at most; null for no bound.</param>
public sealed record ExpandableCell(TaskCell Cell, int? Capacity = null)
{
    /// <summary>Whether it stands for every family and level of its label.</summary>
    [JsonIgnore]
    public bool IsWholeLabel => Cell.Family is null && Cell.Level is null;

    /// <summary>Whether examples of this cell can serve as models for what it writes.</summary>
    public bool Covers(TaskCell cell) => IsWholeLabel ? cell.Task == Cell.Task : cell == Cell;
}
