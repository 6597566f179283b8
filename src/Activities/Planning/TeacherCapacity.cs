using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Tasks;
using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Tutor;

namespace Tapir.Activities.Planning;

/// <summary>What a teacher can write new instructions for.</summary>
internal static class TeacherCapacity
{
    /// <summary>The tutor: each of its families at each level. A chat model: any label, in the manner of examples.</summary>
    public static IReadOnlyList<ExpandableCell> Of(TeacherKind teacher) => teacher == TeacherKind.Tutor
        ? EmbeddedTutor.Cells
        : [.. TaskLabels.All.Select(label => new ExpandableCell(new TaskCell(label, Family: null, Level: null)))];
}
