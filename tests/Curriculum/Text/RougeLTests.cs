using System.Text.Json;
using CsCheck;
using Tapir.Curriculum.Text;

namespace Tapir.Curriculum.Tests.Text;

[TestClass]
public sealed class RougeLTests
{
    [TestMethod]
    public void ScoreAsPublished_ReferencePairs_AgreesWithin1e4()
    {
        using JsonDocument pairs = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "rouge-l.json")));

        Assert.AreEqual(108, pairs.RootElement.GetArrayLength());
        foreach (JsonElement pair in pairs.RootElement.EnumerateArray())
        {
            string reference = pair.GetProperty("reference").GetString()!;
            string hypothesis = pair.GetProperty("hypothesis").GetString()!;
            Assert.AreEqual(pair.GetProperty("rougeL").GetDouble(), RougeL.ScoreAsPublished(reference, hypothesis), 1e-4, $"{reference} / {hypothesis}");
        }
    }

    [TestMethod]
    public void Score_AnyTexts_EqualsThatOfTheTableOfLengths()
    {
        string[] words = ["a", "b", "c", "the", "の", "、", "7"];
        Gen<string> text = Gen.Int[0, words.Length - 1].Array[0, 150].Select(some => string.Join(" ", some.Select(one => words[one])));
        Gen.Select(text, text).Sample((one, other) => Math.Abs(RougeL.Score(one, other) - ByTable([.. TextTokens.Of(one)], [.. TextTokens.Of(other)])) < 1e-12);
    }

    [TestMethod]
    public void Score_JapaneseSentences_ComparesCharacters()
    {
        Assert.AreEqual(2.0 * 7 / (7 + 10), RougeL.Score("東京は大きい町", "東京はとても大きい町。"), 1e-12);
        Assert.IsGreaterThan(0.7, RougeL.Score("猫が好きですか", "犬が好きですか"));
    }

    [TestMethod]
    public void Of_MixedScripts_GivesWordsAndCharacters()
    {
        CollectionAssert.AreEqual(new[] { "tapir", "は", "ｷ", "3", "東", "京" }, TextTokens.Of("Tapir は ｷ３, 東京!").ToArray());
        CollectionAssert.AreEqual(new[] { "naïve", "한국어", "ส", "ว" }, TextTokens.Of("Naïve 한국어 สว").ToArray());
    }

    private static double ByTable(string[] one, string[] other)
    {
        int[,] lengths = new int[one.Length + 1, other.Length + 1];
        for (int row = 1; row <= one.Length; row++)
        {
            for (int column = 1; column <= other.Length; column++)
            {
                lengths[row, column] = one[row - 1] == other[column - 1]
                    ? lengths[row - 1, column - 1] + 1
                    : Math.Max(lengths[row - 1, column], lengths[row, column - 1]);
            }
        }

        int common = lengths[one.Length, other.Length];
        return common == 0 ? 0 : 2.0 * common / (one.Length + other.Length);
    }
}
