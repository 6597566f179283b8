using Tapir.Models.Tokenization;

namespace Tapir.Models.Tests.Tokenization;

[TestClass]
public sealed class PreTokenizerTests
{
    // What Hugging Face's Digits and ByteLevel give for the same text.
    [TestMethod]
    [DataRow("it's we'LL", "it|'s| we|'|LL")]
    [DataRow("a  b", "a| | b")]
    [DataRow("a \n b", "a| \n| b")]
    [DataRow("a\nb", "a|\n|b")]
    [DataRow("x 12 y", "x| |1|2| y")]
    [DataRow("end  ", "end|  ")]
    [DataRow("f(x)=y!!", "f|(|x|)=|y|!!")]
    [DataRow("寿司 食べる。", "寿司| 食べる|。")]
    [DataRow("１２", "１|２")]
    [DataRow("𠮷野", "𠮷野")]
    [DataRow("  7", "  |7")]
    public void WordEnd_Text_CutsWhereTheReferenceCuts(string text, string expected)
    {
        List<string> words = [];
        for (int start = 0; start < text.Length;)
        {
            int end = PreTokenizer.WordEnd(text, start);
            words.Add(text[start..end]);
            start = end;
        }

        Assert.AreEqual(expected, string.Join('|', words));
    }
}
