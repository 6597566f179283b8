using System.Text.Json;
using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tests.Tokenization.Pipeline;

[TestClass]
public sealed class WordPatternTests
{
    private static readonly JsonElement Fixture = FixtureFile.Read("word-patterns.json");

    [TestMethod]
    [DataRow("gpt2")]
    [DataRow("llama")]
    [DataRow("qwen")]
    public void End_ScannersOfKnownPatterns_CutAsTheReferenceDoes(string name)
    {
        IWordScanner scanner = name switch { "gpt2" => new Gpt2Scanner(), "llama" => new TiktokenScanner(3), _ => new TiktokenScanner(1) };

        foreach (JsonElement one in Fixture.GetProperty("cases").EnumerateArray())
        {
            string text = one.Text("text");
            List<string> words = [];
            for (int start = 0; start < text.Length;)
            {
                int end = scanner.End(text, start);
                words.Add(text[start..end]);
                start = end;
            }

            CollectionAssert.AreEqual(one.GetProperty(name).Texts(), words, $"of {one.GetProperty("text").GetRawText()}: {string.Join('|', words)}");
        }
    }

    [TestMethod]
    [DataRow("gpt2")]
    [DataRow("llama")]
    [DataRow("qwen")]
    [DataRow("default")]
    [DataRow("o200k")]
    [DataRow("possessive")]
    public void Matches_Patterns_FindWhatTheReferenceFinds(string name)
    {
        RegexPattern pattern = new(Fixture.GetProperty("patterns").Text(name));

        foreach (JsonElement one in Fixture.GetProperty("cases").EnumerateArray())
        {
            string text = one.Text("text");
            string[] words = [.. pattern.Matches(text).Select(match => text[match.Start..match.End])];

            CollectionAssert.AreEqual(one.GetProperty(name).Texts(), words, $"of {one.GetProperty("text").GetRawText()}: {string.Join('|', words)}");
        }
    }

    [TestMethod]
    public void Matches_EveryCodePointBetweenWords_AgreesWithTheScanners()
    {
        (RegexPattern Pattern, IWordScanner Scanner)[] pairs =
            [(new(Gpt2Scanner.Pattern), new Gpt2Scanner()), (new(TiktokenScanner.LlamaPattern), new TiktokenScanner(3)), (new(TiktokenScanner.QwenPattern), new TiktokenScanner(1))];

        for (int first = 0; first < 0x110000; first += 97)
        {
            string character = first is >= 0xD800 and <= 0xDFFF ? "\uFFFD" : char.ConvertFromUtf32(first);
            string text = $"a{character}b {character}{character} 1{character}\n{character}.";
            foreach ((RegexPattern pattern, IWordScanner scanner) in pairs)
            {
                int at = 0;
                foreach ((int start, int end) in pattern.Matches(text))
                {
                    Assert.AreEqual(at, start, $"U+{first:X}");
                    Assert.AreEqual(end, scanner.End(text, start), $"U+{first:X} at {start}");
                    at = end;
                }

                Assert.AreEqual(text.Length, at);
            }
        }
    }

    [TestMethod]
    [DataRow("a{1,2}+b", "aaaab", "aaaab")]
    [DataRow("a++a", "aaa", "")]
    [DataRow("(?i:k)x", "\u212Ax", "\u212Ax")]
    [DataRow(@"\w+", "é\u0301٣_a-b", "é\u0301٣_a|b")]
    [DataRow(@"(a|b)+?c", "abc", "abc")]
    [DataRow(@"[a-c\]]+", "ab]d", "ab]")]
    [DataRow(@"\x{4E00}", "一", "一")]
    public void Matches_ConstructsThatDotNetReadsDifferently_MeanWhatTheyMeantThere(string pattern, string text, string expected)
    {
        string found = string.Join('|', new RegexPattern(pattern).Matches(text).Select(match => text[match.Start..match.End]));

        Assert.AreEqual(expected, found);
    }

    [TestMethod]
    [DataRow(@"\h+", @"\h")]
    [DataRow("[a&&[b]]", "[a&&")]
    [DataRow("(?m:a.b)", "(?m:")]
    [DataRow("a)", ")")]
    [DataRow("[abc", "[abc")]
    [DataRow("😀", "😀")]
    public void New_ConstructThatCannotBeMatchedExactly_IsRefusedByName(string pattern, string construct)
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => _ = new RegexPattern(pattern));

        StringAssert.Contains(error.Message, construct);
    }
}
