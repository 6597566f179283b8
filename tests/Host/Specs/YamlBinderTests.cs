using Tapir.Host.Specs;

namespace Tapir.Host.Tests.Specs;

/// <summary>Forms that settings have and specs may have: lists, times, records in lists.</summary>
[TestClass]
public sealed class YamlBinderTests
{
    [TestMethod]
    public void BindRecord_ListsAndTimes_AreRead()
    {
        Sample sample = Bind("{ names: [a, b], items: [{ every: 15m }, { every: 24h }] }", []);

        Assert.AreSequenceEqual(["a", "b"], sample.Names);
        Assert.AreSequenceEqual([TimeSpan.FromMinutes(15), TimeSpan.FromDays(1)], sample.Items.Select(item => item.Every).ToArray());
    }

    [TestMethod]
    public void BindRecord_FaultsInLists_AreTellingAndAllTold()
    {
        List<SpecError> errors = [];

        Bind("{ names: a, items: [{ every: soon }, { evry: 1s }, 3] }", errors);

        Assert.AreSequenceEqual(
            [
                "'names' must be a list, not 'a'",
                "'items[0].every' must be a time such as 30s, 15m, 24h or 7d; it is 'soon'",
                "unknown key 'items[1].evry'; did you mean 'every'?",
                "'items[2]' must be a mapping of keys to values, not '3'",
            ],
            errors.Select(error => error.Message).ToArray());
    }

    private static Sample Bind(string yaml, List<SpecError> errors) =>
        (Sample)new YamlBinder(errors, _ => "sample").BindRecord(SpecReader.Parse(new StringReader(yaml), "sample"), typeof(Sample), "")!;

    private sealed record Sample
    {
        public IReadOnlyList<string> Names { get; init; } = [];

        public IReadOnlyList<Item> Items { get; init; } = [];
    }

    private sealed record Item
    {
        public TimeSpan Every { get; init; }
    }
}
