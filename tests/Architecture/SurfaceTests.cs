using System.Text.RegularExpressions;
using Tapir.Tests;

namespace Tapir.Architecture.Tests;

/// <summary>What the upper rooms use of the durable runtime's SDK. Each of it the Microsoft SDK must have too, under the same name, or the switch between the two is lost.</summary>
[TestClass]
public sealed partial class SurfaceTests
{
    private static readonly string[] UpperRooms = ["Tapir.Functions", "Tapir.Orchestrations", "Tapir.Activities", "tapir"];
    private static readonly string[] Sdk = ["Tapir.DurableTask.Abstractions", "Tapir.DurableTask.Client", "Tapir.DurableTask.Worker"];

    private static string[] Recorded => [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "sdk-surface.txt")).Where(line => line.Length > 0 && line[0] != '#')];

    [TestMethod]
    public void UpperRooms_OfTheSdk_UseWhatIsRecorded()
    {
        string[] used = Used();

        Assert.IsGreaterThan(60, used.Length, "The search sees nothing, so an empty one proves nothing.");
        Assert.IsEmpty(
            used.Except(Recorded),
            $"Used, but not recorded. Where the Microsoft SDK has it too, add it to sdk-surface.txt; where not, do without it:\n{string.Join('\n', used.Except(Recorded))}");
        Assert.IsEmpty(Recorded.Except(used), $"Recorded, but no longer used; remove it from sdk-surface.txt:\n{string.Join('\n', Recorded.Except(used))}");
    }

    [TestMethod]
    public void Recorded_Names_StandInTheListOfTheMicrosoftSdk()
    {
        string list = File.ReadAllText(SharedFiles.PathOrSkip("durabletask-api.md"));

        string[] unknown = [.. Recorded.Where(entry => entry.Split("::").Any(name => !Regex.IsMatch(list, $@"\b{Regex.Escape(name)}\b")))];

        Assert.IsEmpty(unknown.Except(KnownWithoutTheList), string.Join('\n', unknown.Except(KnownWithoutTheList)));
    }

    // The list leaves the members out that a record declares in its head.
    private static string[] KnownWithoutTheList => ["TaskFailureDetails::ErrorMessage", "TaskFailureDetails::InnerFailure"];

    private static string[] Used()
    {
        HashSet<string> types = [.. Sdk.SelectMany(assembly => House.AssemblyOf(assembly).GetTypes()).Select(type => type.FullName!.Split('`')[0])];
        return
        [
            .. UpperRooms.SelectMany(House.UsesOf)
                .Select(use => (Type: use.Type.Split('`')[0], Member: Member().Match(use.Member) is { Success: true } match ? match.Groups[1].Value : ""))
                .Where(use => types.Contains(use.Type))
                .Select(use => use.Member is "" or ".ctor" or ".cctor" ? NameOf(use.Type) : $"{NameOf(use.Type)}::{use.Member}")
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string NameOf(string type) => type[(type.LastIndexOfAny(['.', '+', '/']) + 1)..];

    // A property's accessor counts as the property, a conversion as its type.
    [GeneratedRegex(@"::(?!op_)(?:get_|set_)?([\w.]+)")]
    private static partial Regex Member();
}
