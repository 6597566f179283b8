using System.Text;
using System.Text.RegularExpressions;
using Tapir.Datasets.Import;

namespace Tapir.Datasets.Tests.Import;

[TestClass]
public sealed partial class RealDataTests
{
    [TestMethod]
    [DataRow("seed_tasks.jsonl", 175)]
    [DataRow("user_oriented_instructions.jsonl", 252)]
    public async Task Read_SelfInstruct_GivesEveryInstance(string file, int count)
    {
        DatasetImport import = DatasetImporter.Open(SharedFiles.PathOrSkip("data", "self-instruct", file));

        List<ImportedRow> rows = await import.ReadAsync().ToListAsync();

        Assert.AreEqual(DatasetFormat.SelfInstruct, import.Format);
        Assert.HasCount(count, rows);
        Assert.AreEqual(0, import.RejectedCount);
    }

    [TestMethod]
    public async Task Read_Gsm8k_GivesEveryProblemWithAnAnswerLine()
    {
        DatasetImport import = DatasetImporter.Open(SharedFiles.PathOrSkip("data", "gsm8k", "train.jsonl"));

        List<ImportedRow> rows = await import.ReadAsync().ToListAsync();

        Assert.HasCount(7473, rows);
        Assert.AreEqual(0, import.RejectedCount);
        Assert.IsFalse(rows.Any(row => row.Response.Contains("<<", StringComparison.Ordinal) || row.Response.Contains("####", StringComparison.Ordinal)));
        string[] odd = [.. rows.Select(row => row.Response.Split('\n')[^1]).Where(line => !AnswerLine().IsMatch(line))];
        Assert.IsEmpty(odd);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Read_ManyRows_TakesNoLongerThanTheirBytesAllow(bool asArray)
    {
        using TemporaryFolder folder = new();
        string row = $$"""{"instruction":"Explain the following sentence in your own words.","input":"{{new string('x', 300)}} \"quoted\"","output":"{{new string('y', 600)}}"}""";
        const int Rows = 30_000;
        string path = folder.Write("big", asArray ? $"[{string.Join(",\n", Enumerable.Repeat(row, Rows))}]" : string.Join('\n', Enumerable.Repeat(row, Rows)));

        TimeSpan before = Environment.CpuUsage.TotalTime;
        int count = await DatasetImporter.ReadAsync(path).CountAsync();
        double seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;

        Assert.AreEqual(Rows, count);
        double megabytes = Rows * (double)Encoding.UTF8.GetByteCount(row) / 1e6;
        Console.WriteLine($"{megabytes:0} MB in {seconds:0.00} s of processor time: {megabytes / seconds:0} MB/s");
        Assert.IsGreaterThan(5, megabytes / seconds);
    }

    [GeneratedRegex(@"^Answer: -?\d+(\.\d+)?$")]
    private static partial Regex AnswerLine();
}
