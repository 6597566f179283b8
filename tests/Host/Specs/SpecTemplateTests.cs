using System.Text.Json;
using Tapir.Host.Specs;
using Tapir.Host.State;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Tests.Specs;

[TestClass]
public sealed class SpecTemplateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static IEnumerable<object[]> Examples => Directory.GetFiles(Path.Combine(Repository(), "examples"), "*.yaml").Select(path => new object[] { Path.GetFileName(path) });

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public void Render_AsItIs_IsAValidSpecOfTheDefaults()
    {
        RunSpec read = SpecFile.Load(folder.Write("spec.yaml", SpecTemplate.Render("mine")), []);

        Assert.AreEqual(Json(new RunSpec { Name = "mine" }), Json(read));
    }

    [TestMethod]
    public void Render_SectionThatIsLeftOut_IsValidWithItsDefaultsWhenTheSignsAreTakenAway()
    {
        string[] lines = SpecTemplate.Render("mine").Split('\n');
        int begin = Array.IndexOf(lines, "# review:");
        int end = Array.FindIndex(lines, begin, line => line.Length == 0);
        for (int at = begin; at < end; at++)
        {
            lines[at] = lines[at][2..];
        }

        RunSpec read = SpecFile.Load(folder.Write("spec.yaml", string.Join('\n', lines)), []);

        Assert.AreEqual(Json(new RunSpec { Name = "mine", Review = new ReviewSpec() }), Json(read));
    }

    [TestMethod]
    public void Render_SectionInsideASectionThatIsLeftOut_IsValidWithItsDefaultsWhenTheSignsAreTakenAway()
    {
        string[] lines = SpecTemplate.Render("mine").Split('\n');
        int begin = Array.IndexOf(lines, "  # preference:");
        int end = Array.FindIndex(lines, begin, line => line.Length == 0);
        for (int at = begin; at < end; at++)
        {
            lines[at] = $"  {lines[at][4..]}";
        }

        RunSpec read = SpecFile.Load(folder.Write("spec.yaml", string.Join('\n', lines)), []);

        Assert.AreEqual(Json(new RunSpec { Name = "mine", Training = new TrainingSpec { Preference = new PreferenceSpec() } }), Json(read));
    }

    [TestMethod]
    public void Render_EveryKey_IsExplained()
    {
        string[] lines = SpecTemplate.Render("mine").Split('\n');

        string[] unexplained = [.. lines.Where((line, index) => line.Contains(':', StringComparison.Ordinal) && !line.TrimStart().StartsWith('#')
            && !lines[index - 1].TrimStart().StartsWith('#'))];
        Assert.IsEmpty(unexplained, string.Join('\n', unexplained));
    }

    [TestMethod]
    public void Render_RangeWithoutAnUpperEnd_SaysAtLeast()
    {
        string text = SpecTemplate.Render("mine");

        StringAssert.Contains(text, "(at least 1)");
        Assert.DoesNotContain("E+18", text);
    }

    [TestMethod]
    [DynamicData(nameof(Examples))]
    public void Load_Example_IsValid(string example)
    {
        // An example for the user's own data is given the file on the command line.
        string seed = folder.Write("rows.jsonl", "{}");
        string path = Path.Combine(Repository(), "examples", example);
        bool needsSeed = File.ReadAllText(path).Contains("seed.path", StringComparison.Ordinal);

        Assert.IsNotNull(SpecFile.Load(path, needsSeed ? [SpecOverride.Parse($"seed.path={seed}")] : []));
    }

    private static string Json(RunSpec spec) => JsonSerializer.Serialize(spec, StateJson.Options);

    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tapir.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run below the repository's root.");
    }
}
