using System.Text.Json;
using Tapir.Curriculum.Tasks;
using Tapir.Datasets.Import;

namespace Tapir.Datasets.Tests.Import;

[TestClass]
public sealed class DatasetImporterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public async Task Read_AlpacaArray_JoinsInstructionAndInput()
    {
        (DatasetImport import, List<ImportedRow> rows) = await Read("""
            [
              {"instruction": "Translate to German.", "input": "The dog, [and] {cat}", "output": "Der Hund \"und\" die Katze"},
              {"instruction": "Name a river.", "input": "", "output": "Ebro"}
            ]
            """);

        Assert.AreEqual(DatasetFormat.Alpaca, import.Format);
        Assert.AreEqual(new ImportedRow(2, "seed-1", "Translate to German.\n\nThe dog, [and] {cat}", "Der Hund \"und\" die Katze", null, null, null), rows[0]);
        Assert.AreEqual(new ImportedRow(3, "seed-2", "Name a river.", "Ebro", null, null, null), rows[1]);
    }

    [TestMethod]
    public async Task Read_AlpacaOnOneLine_IsTheSame()
    {
        (DatasetImport import, List<ImportedRow> rows) = await Read("""[{"instruction":"Say a.","input":"","output":"a"},{"instruction":"Say b.","output":"b"}]""");

        Assert.AreEqual(DatasetFormat.Alpaca, import.Format);
        CollectionAssert.AreEqual(new[] { "seed-1", "seed-2" }, rows.Select(row => row.Id).ToArray());
    }

    [TestMethod]
    public async Task Read_SelfInstruct_GivesAnExampleAnInstance()
    {
        (DatasetImport import, List<ImportedRow> rows) = await Read("""
            {"id":"seed_task_1","name":"n","instruction":"Give the antonym.","instances":[{"input":"hot","output":"cold"},{"input":"up","output":"down"}],"is_classification":false}
            {"id":"user_task_2","motivation_app":"Mail","instruction":"Say hello.","instances":[{"input":"","output":"Hello."}]}
            """);

        Assert.AreEqual(DatasetFormat.SelfInstruct, import.Format);
        CollectionAssert.AreEqual(new[] { "seed_task_1#1", "seed_task_1#2", "user_task_2" }, rows.Select(row => row.Id).ToArray());
        Assert.AreEqual("Give the antonym.\n\nup", rows[1].Instruction);
    }

    [TestMethod]
    public async Task Read_Gsm8k_DropsNotesAndEndsInTheAnswer()
    {
        (_, List<ImportedRow> rows) = await Read("""
            {"question":"How many?","answer":"She has 48/2 = <<48/2=24>>24 clips.\nIn all $<<24*100=2400>>2,400.\n#### 2,400"}
            """);

        Assert.AreEqual("She has 48/2 = 24 clips.\nIn all $2,400.\nAnswer: 2400", rows[0].Response);
        Assert.AreEqual(TaskLabels.Math, rows[0].Task);
    }

    [TestMethod]
    public async Task Read_Messages_TakesTheFirstExchangeAfterTheSystemMessage()
    {
        (DatasetImport import, List<ImportedRow> rows) = await Read("""
            {"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"Name a river."}]},{"role":"assistant","content":"Ebro"},{"role":"user","content":"Another."},{"role":"assistant","content":"Tajo"}]}
            {"messages":[{"role":"assistant","content":"Hello"}]}
            """);

        Assert.AreEqual(DatasetFormat.Messages, import.Format);
        Assert.AreEqual("Be brief.\n\nName a river.", rows.Single().Instruction);
        Assert.AreEqual("Ebro", rows.Single().Response);
        StringAssert.Contains(import.FirstRejected.Single().Reason, "\"assistant\" stands where");
    }

    [TestMethod]
    public async Task Read_TapirsOwn_KeepsLabelFamilyAndLevel()
    {
        (DatasetImport import, List<ImportedRow> rows) = await Read("""
            {"id":"e1","instruction":"Add 3 and 4.","response":"Answer: 7","task":"Math","family":"arithmetic","level":2,"origin":"expanded","weight":1}
            """);

        Assert.AreEqual(DatasetFormat.Tapir, import.Format);
        Assert.AreEqual(new ImportedRow(1, "e1", "Add 3 and 4.", "Answer: 7", TaskLabels.Math, "arithmetic", 2), rows[0]);
        Assert.AreEqual("seed", rows[0].ToExample(TaskLabels.Others).Origin);
    }

    [TestMethod]
    public async Task Read_CategoryOfThePapersLabels_BecomesTheLabel()
    {
        (_, List<ImportedRow> rows) = await Read("""
            {"instruction":"Fix it.","output":"Done","category":"code_debug"}
            {"instruction":"Say it.","output":"Done","category":"closed_qa"}
            """);

        Assert.AreEqual(TaskLabels.CodeDebug, rows[0].Task);
        Assert.IsNull(rows[1].Task);
        Assert.AreEqual(TaskLabels.Others, rows[1].ToExample(TaskLabels.Others).Task);
    }

    [TestMethod]
    public async Task Read_BadRowsAmongGoodOnes_AreSetAsideWithLineAndReason()
    {
        string path = folder.Write("bad.jsonl", """
            {"instruction":"Say a.","output":"a"}
            not JSON at all

            {"instruction":"Say b.","output":""}
            {"instruction":["Say"],"output":"c"}
            {"title":"something else"}
            {"instruction":"Say d.","output":"d"}
            {"instruction":"Say e.","out
            """);
        DatasetImport import = DatasetImporter.Open(path, new ImportOptions { RejectedPath = folder.At("out/bad.rejected.jsonl") });

        List<ImportedRow> rows = await import.ReadAsync().ToListAsync();

        CollectionAssert.AreEqual(new[] { "Say a.", "Say d." }, rows.Select(row => row.Instruction).ToArray());
        RejectedRow[] rejected = [.. File.ReadLines(folder.At("out/bad.rejected.jsonl")).Select(line => JsonSerializer.Deserialize<RejectedRow>(line, JsonSerializerOptions.Web)!)];
        CollectionAssert.AreEqual(new[] { 2, 4, 5, 6, 8 }, rejected.Select(row => row.Line).ToArray());
        Assert.AreEqual(5, import.RejectedCount);
        Assert.AreEqual(2, import.AcceptedCount);
        Assert.AreEqual(new RejectedRow(path, 4, "the answer is empty", """{"instruction":"Say b.","output":""}"""), rejected[1]);
        StringAssert.StartsWith(rejected[4].Reason, "not JSON");
        Assert.AreEqual("""{"instruction":"Say e.","out""", rejected[4].Row);
    }

    [TestMethod]
    public async Task Read_ArrayThatBreaksOff_KeepsWhatIsWhole()
    {
        (DatasetImport import, List<ImportedRow> rows) = await Read("[{\"instruction\":\"Say a.\",\"output\":\"a\"},\n{\"instruction\":\"Say \\\"b");

        Assert.HasCount(1, rows);
        Assert.AreEqual(2, import.FirstRejected.Single().Line);
    }

    [TestMethod]
    public async Task Read_BadElementInAnArray_CostsOnlyItself()
    {
        (DatasetImport import, List<ImportedRow> rows) = await Read("""
            [{"instruction":"Say a.","output":"a"},
             {"instruction": nonsense},
             7,
             {"instruction":"Say b.","output":"b"}]
            """);

        Assert.HasCount(2, rows);
        CollectionAssert.AreEqual(new[] { 2, 3 }, import.FirstRejected.Select(row => row.Line).ToArray());
    }

    [TestMethod]
    public async Task Read_NoBadRows_LeavesNoFileBehind()
    {
        string rejected = folder.Write("old.rejected.jsonl", "from an earlier import");

        await DatasetImporter.ReadAsync(folder.Write("good.jsonl", """{"instruction":"Say a.","output":"a"}"""), new ImportOptions { RejectedPath = rejected }).ToListAsync();

        Assert.IsFalse(File.Exists(rejected));
    }

    [TestMethod]
    public async Task Read_OneIdTwice_GivesTheSecondAnother()
    {
        (_, List<ImportedRow> rows) = await Read("""
            {"id":7,"instruction":"Say a.","output":"a"}
            {"id":"7","instruction":"Say b.","output":"b"}
            """);

        CollectionAssert.AreEqual(new[] { "7", "7@2" }, rows.Select(row => row.Id).ToArray());
    }

    [TestMethod]
    public async Task Read_RowLongerThanAllowed_IsSetAside()
    {
        string path = folder.Write("long.jsonl", $$"""
            {"instruction":"Say a.","output":"{{new string('a', 5000)}}"}
            {"instruction":"Say b.","output":"b"}
            """);
        DatasetImport import = DatasetImporter.Open(path, new ImportOptions { MaximumRowBytes = 1000 });

        Assert.AreEqual("b", (await import.ReadAsync().ToListAsync()).Single().Response);
        Assert.AreEqual("longer than 1000 bytes", import.FirstRejected.Single().Reason);
    }

    [TestMethod]
    public async Task Read_ByteOrderMarkAndWindowsLines_AreNoMatter()
    {
        byte[] content = [0xEF, 0xBB, 0xBF, .. "{\"instruction\":\"Say a.\",\"output\":\"a\"}\r\n\r\n{\"instruction\":\"Say b.\",\"output\":\"b\"}\r\n"u8];

        List<ImportedRow> rows = await DatasetImporter.ReadAsync(folder.Write("windows.jsonl", content)).ToListAsync();

        CollectionAssert.AreEqual(new[] { 1, 3 }, rows.Select(row => row.Line).ToArray());
    }

    [TestMethod]
    public async Task Read_TextThatIsNotUtf8_IsABadRow()
    {
        byte[] content = [.. "{\"instruction\":\"Say a.\",\"output\":\"a\"}\n{\"instruction\":\"Caf"u8, 0xE9, .. "\",\"output\":\"b\"}\n{\"instruction\":\"Half \\ud83d\",\"output\":\"b\"}\n"u8];
        DatasetImport import = DatasetImporter.Open(folder.Write("latin1.jsonl", content));

        Assert.HasCount(1, await import.ReadAsync().ToListAsync());
        CollectionAssert.AreEqual(new[] { 2, 3 }, import.FirstRejected.Select(row => row.Line).ToArray());
    }

    [TestMethod]
    public async Task Read_MissingFile_SaysSo()
    {
        await AssertRefused(folder.At("none.jsonl"), "does not exist");
    }

    [TestMethod]
    public async Task Read_Folder_SaysSo()
    {
        await AssertRefused(Path.GetDirectoryName(folder.At("x"))!, "is a folder");
    }

    [TestMethod]
    public async Task Read_EmptyFile_SaysSo()
    {
        await AssertRefused(folder.Write("empty.jsonl", ""), "is empty");
    }

    [TestMethod]
    [DataRow("  \n\n ")]
    [DataRow("[]")]
    public async Task Read_NoRows_SaysSo(string content)
    {
        await AssertRefused(folder.Write("none.json", content), "holds no rows");
    }

    [TestMethod]
    public async Task Read_BinaryFile_SaysSo()
    {
        await AssertRefused(folder.Write("model.bin", [0x50, 0x4B, 0x03, 0x04, 0x00, 0x00, 0x7B]), "is a binary file");
    }

    [TestMethod]
    public async Task Read_Utf16_SaysSo()
    {
        await AssertRefused(folder.Write("wide.jsonl", System.Text.Encoding.Unicode.GetPreamble().Concat(System.Text.Encoding.Unicode.GetBytes("{}")).ToArray()), "UTF-16");
    }

    [TestMethod]
    public async Task Read_TwoFormsInOneFile_NamesBothLines()
    {
        string path = folder.Write("mixed.jsonl", """
            {"instruction":"Say a.","output":"a"}
            {"question":"How many?","answer":"#### 4"}
            """);

        await AssertRefused(path, "mixes formats: line 1 has the form Alpaca, line 2 the form Gsm8k");
    }

    [TestMethod]
    public async Task Read_AllRowsBad_NamesTheFirst()
    {
        await AssertRefused(folder.Write("data.csv", "instruction,output\nSay a.,a\n"), "none of its 2 rows can be used; the first bad one is at line 1: not JSON");
    }

    [TestMethod]
    public async Task Read_AnotherFormThanWasSaid_SaysSo()
    {
        string path = folder.Write("data.jsonl", """{"instruction":"Say a.","output":"a"}""");

        DatasetException refused = await Assert.ThrowsExactlyAsync<DatasetException>(
            async () => await DatasetImporter.ReadAsync(path, new ImportOptions { Format = DatasetFormat.Gsm8k }).ToListAsync());

        StringAssert.Contains(refused.Message, "line 1: the row has the form Alpaca");
    }

    private async Task<(DatasetImport Import, List<ImportedRow> Rows)> Read(string content)
    {
        DatasetImport import = DatasetImporter.Open(folder.Write("data", content));
        return (import, await import.ReadAsync().ToListAsync());
    }

    private static async Task AssertRefused(string path, string because)
    {
        DatasetException refused = await Assert.ThrowsExactlyAsync<DatasetException>(async () => await DatasetImporter.ReadAsync(path).ToListAsync());

        StringAssert.Contains(refused.Message, because);
        StringAssert.Contains(refused.Message, path);
    }
}
