using Tapir.Models.Tokenization;

namespace Tapir.Models.Tests.Tokenization;

[TestClass]
public sealed class StudentTokenizerTests
{
    private static readonly string[] Texts =
    [
        "Add 12 and 345, then don't stop!\n\n  indented\tline  ", "日本語のテキスト、寿司🍣を食べる。１２ ①Ⅷ", "𝒜𝓁 𠮷野家 👩‍👩‍👧‍👦 e\u0301 \u00a0x", "<|user|>hi<|assistant|>", "\0\u0085",
    ];

    private static readonly StudentTokenizer Tokenizer = StudentTokenizer.Train([.. Texts, .. Texts], 330);

    [TestMethod]
    public void Decode_AnyText_GivesItBack()
    {
        foreach (string text in (string[])[.. Texts, "never seen: Ünïcode ✓", ""])
        {
            Assert.AreEqual(text, Tokenizer.Decode(Tokenizer.Encode(text)));
        }
    }

    [TestMethod]
    public void Encode_Digits_GivesEachItsOwnToken()
    {
        int[] ids = Tokenizer.Encode("345");

        CollectionAssert.AreEqual(new[] { MergeTable.ByteId((byte)'3'), MergeTable.ByteId((byte)'4'), MergeTable.ByteId((byte)'5') }, ids);
    }

    [TestMethod]
    public void Encode_TextThatSpellsASpecialToken_HasNone()
    {
        Assert.IsFalse(Tokenizer.Encode("<|endoftext|><|user|>").Any(id => id < SpecialTokens.All.Count));
    }

    [TestMethod]
    public void Train_TextsInAnotherOrder_GivesTheSameTokenizer()
    {
        StudentTokenizer other = StudentTokenizer.Train([.. Texts.Reverse(), .. Texts], 330);

        Assert.AreEqual(TokenizerJson.Write(Tokenizer), TokenizerJson.Write(other));
    }

    [TestMethod]
    public void Train_TooSmall_IsRefused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => StudentTokenizer.Train(Texts, 259));
    }

    [TestMethod]
    public void Train_NoRepeatedPair_StopsEarly()
    {
        Assert.AreEqual(260, StudentTokenizer.Train(["a"], 400).VocabularySize);
    }

    [TestMethod]
    public void Read_OwnJson_EncodesTheSame()
    {
        StudentTokenizer read = TokenizerJson.Read(TokenizerJson.Write(Tokenizer), "tokenizer.json");

        foreach (string text in Texts)
        {
            CollectionAssert.AreEqual(Tokenizer.Encode(text), read.Encode(text));
        }
    }

    [TestMethod]
    [DataRow("{", "not a tokenizer.json")]
    [DataRow("{}", "no \"model\"")]
    [DataRow("{\"model\":{\"vocab\":{\"a\":0},\"merges\":[]}}", "special tokens")]
    public void Read_SomethingElse_SaysWhatIsWrong(string json, string fault)
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => TokenizerJson.Read(json, "file.json"));

        StringAssert.StartsWith(error.Message, "file.json");
        StringAssert.Contains(error.Message, fault);
    }

    [TestMethod]
    public void Encode_Example_MasksExactlyThePrompt()
    {
        Tapir.Models.Training.EncodedExample example = Tapir.Models.Training.EncodedExample.Encode(Tokenizer, "x", "Add 12", "14");

        Assert.AreEqual(SpecialTokens.UserId, example.Tokens[0]);
        Assert.AreEqual(SpecialTokens.AssistantId, example.Tokens[example.PromptLength - 1]);
        Assert.AreEqual("14", Tokenizer.Decode(example.Tokens.AsSpan(example.PromptLength)));
        Assert.AreEqual(SpecialTokens.EndOfTextId, example.Tokens[^1]);
    }
}
