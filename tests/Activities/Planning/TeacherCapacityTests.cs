using Tapir.Activities.Planning;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Tasks;
using Tapir.Orchestrations.Specs;

namespace Tapir.Activities.Tests.Planning;

[TestClass]
public sealed class TeacherCapacityTests
{
    [TestMethod]
    public void Of_Tutor_IsFamiliesAndLevelsUnderSomeLabels()
    {
        IReadOnlyList<ExpandableCell> cells = TeacherCapacity.Of(TeacherKind.Tutor);

        Assert.IsTrue(cells.All(cell => cell.Cell is { Family: not null, Level: >= 1 and <= 5 }));
        Assert.IsGreaterThanOrEqualTo(8, cells.Select(cell => cell.Cell.Task).Distinct().Count());
    }

    [TestMethod]
    public void Of_ChatModel_IsEveryLabel() => Assert.AreSequenceEqual(
        TaskLabels.All.ToArray(),
        TeacherCapacity.Of(TeacherKind.OpenAI).Select(cell => cell.Cell.Task).ToArray());
}
