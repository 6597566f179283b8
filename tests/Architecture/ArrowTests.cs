using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Fluent.Syntax.Elements.Types;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Tapir.Architecture.Tests;

/// <summary>The arrows between the rooms are true of the built program.</summary>
[TestClass]
public sealed class ArrowTests
{
    public static IEnumerable<object[]> Rooms => Room.All.Select(room => new object[] { room.Assembly });

    [TestMethod]
    [DynamicData(nameof(Rooms))]
    public void Room_EveryRoomThatNoArrowLeadsTo_IsUnknownToIt(string name)
    {
        Room room = Room.All.Single(other => other.Assembly == name);
        foreach (Room other in Room.All.Where(other => other != room && !room.MayKnow.Contains(other.Assembly)))
        {
            ArchRule<IType> rule = Unknown(room.Assembly, other.Assembly);
            Assert.IsTrue(rule.HasNoViolations(House.Architecture), string.Join('\n', rule.Evaluate(House.Architecture).Where(result => !result.Passed).Select(result => result.Description)));
        }
    }

    [TestMethod]
    public void Rooms_Arrows_PointDownOnly()
    {
        HashSet<string> above = [];
        foreach (Room room in Room.All)
        {
            Assert.IsTrue(room.MayKnow.All(above.Contains), $"{room} knows a room that is not below it.");
            above.Add(room.Assembly);
        }
    }

    [TestMethod]
    public void Rule_ArrowThatExists_IsSeen() =>
        Assert.IsFalse(Unknown("Tapir.Orchestrations", "Tapir.Curriculum").HasNoViolations(House.Architecture), "The rule sees nothing, so the others prove nothing.");

    [TestMethod]
    public void Orchestrations_OfArtifacts_KnowTheReferenceAlone()
    {
        Use[] uses = [.. House.UsesOf("Tapir.Orchestrations").Where(use => use.Type.StartsWith("Tapir.Artifacts.", StringComparison.Ordinal) && use.Type != "Tapir.Artifacts.ArtifactRef")];

        Assert.IsEmpty(uses, string.Join('\n', uses.Distinct()));
    }

    [TestMethod]
    public void OpenTelemetry_IsKnownWhereItIsSentAndNowhereElse()
    {
        string[] users = [.. Room.All.SelectMany(room => House.UsesOf(room.Assembly)).Where(use => use.Type.StartsWith("OpenTelemetry.", StringComparison.Ordinal)).Select(use => use.User).Distinct()];

        Assert.IsNotEmpty(users, "The search sees nothing, so it proves nothing.");
        Assert.IsTrue(users.All(user => user.StartsWith("Tapir.Host.Telemetry.OtlpExport", StringComparison.Ordinal)), string.Join('\n', users));
    }

    [TestMethod]
    public void Rooms_Folders_AreAllInTheListOfArrows()
    {
        string[] projects = Directory.GetFiles(Path.Combine(House.Root, "src"), "*.csproj", SearchOption.AllDirectories);

        CollectionAssert.AreEquivalent(
            Room.All.Select(room => room.Assembly == "tapir" ? "Tapir.Host" : room.Assembly).ToArray(), projects.Select(Path.GetFileNameWithoutExtension).ToArray());
    }

    // A source file that is compiled into two rooms is a type of each, not an arrow between them.
    private static ArchRule<IType> Unknown(string room, string other)
    {
        GivenTypesConjunction forbidden = Types().That().ResideInAssembly(House.AssemblyOf(other));
        foreach (string shared in House.TypeNamesOf(room).Intersect(House.TypeNamesOf(other)))
        {
            forbidden = forbidden.And().DoNotHaveFullName(shared);
        }

        return Types().That().ResideInAssembly(House.AssemblyOf(room)).Should().NotDependOnAny(forbidden).WithoutRequiringPositiveResults();
    }
}
