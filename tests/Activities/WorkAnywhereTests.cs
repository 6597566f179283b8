
namespace Tapir.Activities.Tests;

[TestClass]
public sealed class WorkAnywhereTests
{
    /// <summary>docs/workers.md says so: what writes for people, tells them, or removes what is done with.</summary>
    [TestMethod]
    public async Task CreateAnywhere_Functions_AreAllButThoseThatNeedTheStateFolder()
    {
        await using ActivityHouse house = new();
        WorkRooms rooms = house.Rooms;

        string[] missing = [.. house.Functions.Functions.Except(TapirFunctions.CreateAnywhere(rooms).Functions).Select(function => function.Name)];

        CollectionAssert.AreEqual(
            new[]
            {
                "backups.take", "notifying.deliver", "notifying.find-targets", "reporting.write", "reviewing.recall", "reviewing.record", "reviewing.show-export",
                "reviewing.show-selection", "reviewing.show-training", "scheduling.look-at-clock", "scheduling.look-at-data", "scheduling.start-run", "students.export",
                "training.release-slices",
            },
            missing);
    }
}
