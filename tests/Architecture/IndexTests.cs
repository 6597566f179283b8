using System.Text.RegularExpressions;

namespace Tapir.Architecture.Tests;

/// <summary>What a reader finds the way by: the index of folders, and the ids of log messages.</summary>
[TestClass]
public sealed partial class IndexTests
{
    [TestMethod]
    public void Architecture_Document_NamesEveryFolderOfTheHost()
    {
        string document = File.ReadAllText(Path.Combine(House.Root, "docs", "architecture.md"));

        string[] unnamed =
        [
            .. Directory.GetDirectories(Path.Combine(House.Root, "src", "Host")).Select(folder => Path.GetFileName(folder)!)
                .Where(folder => folder is not ("bin" or "obj" or "Properties") && !document.Contains($"`{folder}/`", StringComparison.Ordinal)),
        ];

        Assert.IsEmpty(unnamed, string.Join(", ", unnamed));
    }

    [TestMethod]
    public void Durability_Document_NamesTestsThatThereAre()
    {
        string document = File.ReadAllText(Path.Combine(House.Root, "docs", "durability.md"));
        Dictionary<string, string> tests = Directory.GetDirectories(Path.Combine(House.Root, "tests"))
            .SelectMany(folder => Directory.GetFiles(folder, "*Tests.cs", SearchOption.AllDirectories))
            .GroupBy(file => Path.GetFileNameWithoutExtension(file))
            .ToDictionary(same => same.Key, same => string.Concat(same.Select(File.ReadAllText)));

        Match[] named = [.. TestName().Matches(document).Cast<Match>()];

        Assert.IsGreaterThan(20, named.Length);
        string[] missing =
        [
            .. named.Where(name => !tests.GetValueOrDefault(name.Groups["class"].Value, string.Empty).Contains($" {name.Groups["method"].Value}(", StringComparison.Ordinal))
                .Select(name => name.Value),
        ];
        Assert.IsEmpty(missing, string.Join(", ", missing));
    }

    [TestMethod]
    public void LogMessages_OfAllRooms_HaveIdsOfTheirOwn()
    {
        string[] ids =
        [
            .. Directory.GetFiles(Path.Combine(House.Root, "src"), "Log.cs", SearchOption.AllDirectories)
                .SelectMany(file => MessageId().Matches(File.ReadAllText(file)))
                .Select(match => match.Groups[1].Value),
        ];

        Assert.IsGreaterThan(30, ids.Length);
        string[] twice = [.. ids.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key)];
        Assert.IsEmpty(twice, string.Join(", ", twice));
    }

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<method>\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"LoggerMessage\((?:EventId = )?(\d+)")]
    private static partial Regex MessageId();
}
