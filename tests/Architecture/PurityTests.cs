using System.Text.RegularExpressions;

namespace Tapir.Architecture.Tests;

/// <summary>Decisions are functions of their inputs; orchestrations are replayable.</summary>
[TestClass]
public sealed partial class PurityTests
{
    private static readonly string[] ImpureTypes =
    [
        "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.StreamReader", "System.IO.StreamWriter",
        "System.IO.Path", "System.Console", "System.Environment", "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Diagnostics.Process", "System.Threading.Thread",
        "System.Threading.Timer",
    ];

    [TestMethod]
    public void Curriculum_Types_DoNoInputOrOutputAndReadNoClock()
    {
        Use[] uses = [.. House.UsesOf("Tapir.Curriculum").Where(use =>
            ImpureTypes.Contains(use.Type) || use.Type.StartsWith("System.Net.", StringComparison.Ordinal) || ClockOrChance().IsMatch(use.Member))];

        Assert.IsEmpty(uses, string.Join('\n', uses.Distinct()));
    }

    [TestMethod]
    public void UsesOf_Artifacts_SeesTheirFiles() =>
        Assert.IsTrue(House.UsesOf("Tapir.Artifacts").Any(use => use.Type == "System.IO.File"), "The search sees nothing, so an empty one proves nothing.");

    [TestMethod]
    public void UsesOf_Functions_SeesTheMembersThatTheyCall() =>
        Assert.IsTrue(House.UsesOf("Tapir.Functions").Any(use => ClockOrChance().IsMatch(use.Member)), "Call ids are made by Guid.CreateVersion7; the search for members misses it.");

    [TestMethod]
    public void Orchestrations_Sources_UseNothingThatAReplayCannotRepeat()
    {
        List<string> found = [];
        foreach (string file in Directory.GetFiles(Path.Combine(House.Root, "src", "Orchestrations"), "*.cs", SearchOption.AllDirectories).Where(IsSource))
        {
            string[] lines = File.ReadAllLines(file);
            found.AddRange(Enumerable.Range(0, lines.Length)
                .Where(i => NotReplayable().IsMatch(Comment().Replace(lines[i], "")))
                .Select(i => $"{Path.GetRelativePath(House.Root, file)}({i + 1}): {lines[i].Trim()}"));
        }

        Assert.IsEmpty(found, string.Join('\n', found));
    }

    [TestMethod]
    [DataRow("var now = DateTime.UtcNow;", true)]
    [DataRow("await Task.Delay(5);", true)]
    [DataRow("var x = new Random(7);", true)]
    [DataRow("new(\"Random seed\", seed);", false)]
    [DataRow("DateTime now = context.CurrentUtcDateTime;", false)]
    [DataRow("Guid id = context.NewGuid();", false)]
    public void NotReplayable_Line_IsJudged(string line, bool caught) => Assert.AreEqual(caught, NotReplayable().IsMatch(line));

    private static bool IsSource(string path) => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    [GeneratedRegex(@"DateTime(Offset)?::get_(Utc)?Now|DateTime::get_Today|Guid::NewGuid|Guid::CreateVersion7|Random::get_Shared|Random::\.ctor\(\)")]
    private static partial Regex ClockOrChance();

    [GeneratedRegex(@"DateTime(Offset)?\.(Utc)?Now\b|DateTime\.Today\b|\bTimeProvider\b|\bStopwatch\b|Guid\.(NewGuid|CreateVersion7)\b|\bnew Random\b|\bRandom\.|\bRandom \w+ = |Task\.(Delay|Run)\b|\bThread\b|\bFile\.|\bDirectory\.|\bEnvironment\.|\bHttpClient\b|ConfigureAwait\(false\)")]
    private static partial Regex NotReplayable();

    [GeneratedRegex(@"//.*$")]
    private static partial Regex Comment();
}
