using CsCheck;
using Tapir.Curriculum.Filtering;
using Tapir.Curriculum.Text;

namespace Tapir.Curriculum.Tests.Filtering;

[TestClass]
public sealed class NearDuplicateIndexTests
{
    private static readonly string[] Vocabulary = ["add", "the", "numbers", "two", "sort", "list", "of", "words", "reverse", "count", "の", "数", "を", "並", "7", "12"];

    private static readonly Gen<string> AnyText = Gen.Int[0, Vocabulary.Length - 1].Array[0, 14].Select(some => string.Join(' ', some.Select(one => Vocabulary[one])));

    [TestMethod]
    public void FindAll_AnyTextsAndThreshold_EqualsComparingWithAll()
    {
        Gen.Select(AnyText.Array[1, 40], AnyText, Gen.Int[1, 20]).Sample((texts, asked, threshold) =>
        {
            NearDuplicateIndex index = new(threshold / 20.0);
            for (int at = 0; at < texts.Length; at++)
            {
                index.Add($"{at}", texts[at]);
            }

            IEnumerable<string> all = texts
                .Select((text, at) => (Id: $"{at}", Similarity: Similarity(text, asked)))
                .Where(one => one.Similarity >= threshold / 20.0)
                .Select(one => one.Id);
            return index.FindAll(asked).Select(one => one.Id).SequenceEqual(all);
        });
    }

    [TestMethod]
    public void FindFirst_WhileAdding_KeepsWhatComparingWithAllKeeps()
    {
        AnyText.Array[1, 60].Sample(texts =>
        {
            NearDuplicateIndex index = new(0.7);
            List<string> kept = [];
            List<string> expected = [];
            foreach (string text in texts)
            {
                if (index.FindFirst(text) is null)
                {
                    index.Add($"{kept.Count}", text);
                    kept.Add(text);
                }

                if (!expected.Any(one => Similarity(one, text) >= 0.7))
                {
                    expected.Add(text);
                }
            }

            return kept.SequenceEqual(expected);
        });
    }

    [TestMethod]
    public void FindFirst_JapaneseNearDuplicate_IsFound()
    {
        NearDuplicateIndex index = new(0.7);
        index.Add("seed-1", "次の文章を英語に翻訳してください。");

        Assert.AreEqual("seed-1", index.FindFirst("次の文を英語に翻訳して下さい。")?.Id);
        Assert.IsNull(index.FindFirst("円の面積を求める公式を説明してください。"));
    }

    [TestMethod]
    public void FindFirst_SeveralNearDuplicates_GivesTheFirstAdded()
    {
        NearDuplicateIndex index = new(0.7);
        index.Add("a", "Sort these words by length, please.");
        index.Add("b", "Sort these words by length.");

        NearDuplicate? found = index.FindFirst("Sort these words by length.");

        Assert.AreEqual("a", found?.Id);
        Assert.HasCount(2, index.FindAll("Sort these words by length."));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1.1)]
    public void New_ThresholdOutOfRange_IsRefused(double threshold)
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new NearDuplicateIndex(threshold));
    }

    [TestMethod]
    public void FindFirst_20000Instructions_TakesSeconds()
    {
        string[] texts = Instructions(20_000);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        NearDuplicateIndex index = new(0.7);
        foreach (string text in texts)
        {
            if (index.FindFirst(text) is null)
            {
                index.Add($"{index.Count}", text);
            }
        }

        // Processor time of the whole test process, so that a busy machine does not fail it.
        TimeSpan taken = Environment.CpuUsage.TotalTime - before;
        Console.WriteLine($"{texts.Length} instructions, {index.Count} kept, {taken.TotalSeconds:0.0} s");
        Assert.IsLessThan(20, taken.TotalSeconds);
    }

    private static double Similarity(string one, string other) =>
        TextTokens.Of(one).Count == 0 && TextTokens.Of(other).Count == 0 ? 1 : RougeL.Score(one, other);

    // Words drawn as in a language (frequent ones very frequent), within a few dozen sentence frames: harder than free text.
    private static string[] Instructions(int count)
    {
        Random random = new(11);
        string Word() => $"w{(int)Math.Pow(8000, random.NextDouble())}";
        string[] frames = [.. Enumerable.Range(0, 40).Select(_ => string.Join(' ', Enumerable.Range(0, 6).Select(_ => Word())))];
        return [.. Enumerable.Range(0, count).Select(_ => $"{frames[random.Next(frames.Length)]} {string.Join(' ', Enumerable.Range(0, random.Next(3, 25)).Select(_ => Word()))}")];
    }
}
