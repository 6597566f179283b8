using System.Text;

namespace Tapir.Artifacts.Tests;

[TestClass]
public sealed class DurableFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string FilePath => Path.Combine(folder.Path, "runs", "mine-1", "run.json");

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public void Replace_FoldersAreMissing_MakesThem()
    {
        DurableFile.Replace(FilePath, "größer");

        Assert.AreEqual("größer", File.ReadAllText(FilePath));
        Assert.AreSequenceEqual([FilePath], folder.Files);
    }

    [TestMethod]
    public async Task Replace_ManyThreadsAtATime_LeavesOneOfTheirTextsWholeAndNothingElse()
    {
        string[] texts = [.. Enumerable.Range(0, 40).Select(number => new string((char)('a' + (number % 26)), 10_000 + number))];

        await Task.WhenAll(texts.Select(text => Task.Run(() => DurableFile.Replace(FilePath, text))));

        Assert.Contains(File.ReadAllText(FilePath), texts);
        Assert.AreSequenceEqual([FilePath], folder.Files);
    }

    [TestMethod]
    public void Replace_WriterThrows_LeavesTheOldContentAndNothingElse()
    {
        DurableFile.Replace(FilePath, "old");

        Assert.ThrowsExactly<InvalidTimeZoneException>(() => DurableFile.Replace(FilePath, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidTimeZoneException();
        }));

        Assert.AreEqual("old", File.ReadAllText(FilePath));
        Assert.AreSequenceEqual([FilePath], folder.Files);
    }

    [TestMethod]
    public void Replace_LeftByAKilledWriter_IsSweptOnceItIsNotYoung()
    {
        DurableFile.Replace(FilePath, "old");
        string left = $"{FilePath}.{Guid.NewGuid():n}.tmp", young = $"{FilePath}.12345.tmp", ofAnother = Path.Combine(folder.Path, "runs", "mine-1", "log.jsonl.1.tmp");
        foreach (string path in (string[])[left, young, ofAnother])
        {
            File.WriteAllText(path, "half");
        }

        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddHours(-1));
        File.SetLastWriteTimeUtc(ofAnother, DateTime.UtcNow.AddHours(-1));

        DurableFile.Replace(FilePath, "new");

        Assert.AreEqual("new", File.ReadAllText(FilePath));
        Assert.IsFalse(File.Exists(left));
        Assert.IsTrue(File.Exists(young));
        Assert.IsTrue(File.Exists(ofAnother));
    }

    [TestMethod]
    public void Replace_WhileAnotherWriterIsAtItForLong_LeavesItsFile()
    {
        using StagedFile slow = DurableFile.Stage(FilePath);
        slow.Content.Write("slow"u8);
        slow.Content.Flush();
        File.SetLastWriteTimeUtc(Directory.GetFiles(Path.GetDirectoryName(FilePath)!).Single(), DateTime.UtcNow.AddHours(-1));

        DurableFile.Replace(FilePath, "quick");
        slow.Publish();

        Assert.AreEqual("slow", File.ReadAllText(FilePath));
    }

    [TestMethod]
    public void SweepFolder_LeftJustNow_IsRemovedAndTheRestStays()
    {
        DurableFile.Replace(FilePath, "whole");
        File.WriteAllText($"{FilePath}.12345.tmp", "half");

        DurableFile.SweepFolder(Path.GetDirectoryName(FilePath)!);

        Assert.AreSequenceEqual([FilePath], folder.Files);
    }

    [TestMethod]
    public async Task TryCreate_ManyAtATime_IsDoneByOne()
    {
        bool[] made = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(() => DurableFile.TryCreate(FilePath, Encoding.ASCII.GetBytes($"{number}")))));

        Assert.AreEqual(1, made.Count(one => one));
        Assert.AreEqual($"{Array.IndexOf(made, true)}", File.ReadAllText(FilePath));
        Assert.AreSequenceEqual([FilePath], folder.Files);
    }
}
