using System.Text;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Tasks;
using Tapir.Datasets.Export;
using Tapir.Datasets.Import;

namespace Tapir.Datasets.Tests.Export;

[TestClass]
public sealed class ExporterTests
{
    private static readonly Example[] Examples =
    [
        new("a", "Say \"猫\" in English.\n\nOnce.", "cat", TaskLabels.Multilingual, null, null, ExampleOrigins.Seed, null),
        new("b", "Add 3 and 4.", "3 + 4 = 7\nAnswer: 7", TaskLabels.Math, "arithmetic", 1, ExampleOrigins.Expanded, "a"),
    ];

    [TestMethod]
    public async Task Messages_Exported_AreOneExchangeALine()
    {
        string[] lines = Encoding.UTF8.GetString(await Export(MessagesExporter.WriteAsync)).Split('\n');

        Assert.HasCount(3, lines);
        Assert.AreEqual("""{"messages":[{"role":"user","content":"Say \"猫\" in English.\n\nOnce."},{"role":"assistant","content":"cat"}]}""", lines[0]);
        Assert.AreEqual("", lines[2]);
    }

    [TestMethod]
    public async Task Messages_ImportedAgain_AreTheSame()
    {
        await AssertRoundTrip(MessagesExporter.WriteAsync, DatasetFormat.Messages);
    }

    [TestMethod]
    public async Task Alpaca_ImportedAgain_IsTheSame()
    {
        await AssertRoundTrip(AlpacaExporter.WriteAsync, DatasetFormat.Alpaca);
    }

    [TestMethod]
    public async Task Alpaca_OfNoExamples_IsAnEmptyArray()
    {
        using MemoryStream stream = new();

        await AlpacaExporter.WriteAsync(stream, []);

        Assert.AreEqual("[]", Encoding.UTF8.GetString(stream.ToArray()).Trim());
    }

    private static async Task AssertRoundTrip(Func<Stream, IEnumerable<Example>, CancellationToken, Task> export, DatasetFormat format)
    {
        using TemporaryFolder folder = new();
        DatasetImport import = DatasetImporter.Open(folder.Write("exported", await Export(export)));

        List<ImportedRow> rows = await import.ReadAsync().ToListAsync();

        Assert.AreEqual(format, import.Format);
        CollectionAssert.AreEqual(Examples.Select(one => (one.Instruction, one.Response)).ToArray(), rows.Select(row => (row.Instruction, row.Response)).ToArray());
    }

    private static async Task<byte[]> Export(Func<Stream, IEnumerable<Example>, CancellationToken, Task> export)
    {
        using MemoryStream stream = new();
        await export(stream, Examples, CancellationToken.None);
        return stream.ToArray();
    }
}
