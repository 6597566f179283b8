using System.Text;
using System.Text.Json;
using Tapir.Models.Tokenization;
using Tapir.Models.Tokenization.Readers;

namespace Tapir.Models.Tests.Tokenization.Readers;

[TestClass]
public sealed class TokenizerFileTests
{
    private const string LlamaNormalizer = """{"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"}, {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]}""";

    [TestMethod]
    public void Encode_GoldenTexts_GivesTheReferencesIds()
    {
        string folder = SharedFiles.PathOrSkip("models", "smollm2-135m-instruct", "golden");
        ITextTokenizer tokenizer = Read(File.ReadAllText(Path.Combine(folder, "tokenizer.json")));

        Assert.AreEqual(49152, tokenizer.VocabularySize);
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "tokenization.json")));
        Assert.AreEqual(140, golden.RootElement.GetArrayLength());
        foreach (JsonElement one in golden.RootElement.EnumerateArray())
        {
            string text = one.Text("text");
            int[] ids = one.GetProperty("ids").Numbers();
            CollectionAssert.AreEqual(ids, tokenizer.Encode(RenderedText.Trusted(text)), text);
            if (!ids.Any(tokenizer.Specials.Values.Contains))
            {
                Assert.AreEqual(text, tokenizer.Decode(ids));
                CollectionAssert.AreEqual(ids, tokenizer.Encode(text), text);
            }
        }
    }

    [TestMethod]
    public void Encode_Data_NeverGivesASpecialToken()
    {
        ITextTokenizer tokenizer = Read(TokenizerTexts.OfBytes());

        CollectionAssert.AreEqual(new[] { 300, 259, 301 }, tokenizer.Encode(RenderedText.Trusted("<|im_start|>hello<|im_end|>")));
        Assert.IsFalse(tokenizer.Encode("<|im_start|>hello<|im_end|>").Any(id => id >= 300));
        CollectionAssert.AreEqual(new[] { 302, 259 }, tokenizer.Encode("<think>hello"));
        Assert.AreEqual("<think>hello", tokenizer.Decode([300, 302, 259, 301]));
    }

    [TestMethod]
    public void Decode_AnyText_GivesItBack()
    {
        ITextTokenizer tokenizer = Read(TokenizerTexts.OfBytes());
        Random random = new(5);
        foreach (string text in (string[])["", "\0", "مرحبا العالم", "e\u0301\u0302\u0323", "👩‍👩‍👧‍👦🏳️‍🌈", "a\u202Eb", "\r\n\t \u00a0\u2028"])
        {
            Assert.AreEqual(text, tokenizer.Decode(tokenizer.Encode(text)));
        }

        for (int round = 0; round < 300; round++)
        {
            StringBuilder text = new();
            for (int length = random.Next(40); length > 0; length--)
            {
                int value = random.Next(4) == 0 ? random.Next(0x110000) : random.Next(0x250);
                text.Append(new Rune(value is >= 0xD800 and <= 0xDFFF ? 0xFFFD : value).ToString());
            }

            Assert.AreEqual(text.ToString(), tokenizer.Decode(tokenizer.Encode(text.ToString())));
        }
    }

    [TestMethod]
    public void Encode_LoneSurrogate_BecomesTheReplacementCharacter()
    {
        ITextTokenizer tokenizer = Read(TokenizerTexts.OfBytes());

        Assert.AreEqual("a\uFFFDb\uFFFD", tokenizer.Decode(tokenizer.Encode("a\ud800b\udc00")));
    }

    [TestMethod]
    public void Encode_ManyThreads_GivesTheSameIds()
    {
        ITextTokenizer tokenizer = Read(TokenizerTexts.OfBytes());
        string[] texts = [.. Enumerable.Range(0, 400).Select(i => $"hello {i} shell {i % 7} hello")];
        int[][] expected = [.. texts.Select(Read(TokenizerTexts.OfBytes()).Encode)];

        Parallel.For(0, texts.Length, i => CollectionAssert.AreEqual(expected[i], tokenizer.Encode(texts[i])));
    }

    [TestMethod]
    [DataRow("null", "null", "ab", "ab")]
    [DataRow("null", "null", "▁ab", "▁ab")]
    [DataRow(LlamaNormalizer, "null", "ab a  b", "▁ab|▁a|▁▁|b")]
    [DataRow(LlamaNormalizer, "null", "é", "▁|<0xC3>|<0xA9>")]
    [DataRow("null", """{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": false}""", "ab ab", "▁ab|▁ab")]
    [DataRow("null", """{"type": "Metaspace", "replacement": "▁", "add_prefix_space": false}""", "ab ab", "ab|▁ab")]
    [DataRow("null", """{"type": "WhitespaceSplit"}""", " ab\nab ", "ab|ab")]
    [DataRow("null", """{"type": "Whitespace"}""", "ab, a", "ab|<0x2C>|a")]
    [DataRow("null", """{"type": "Punctuation"}""", "a.b", "a|<0x2E>|b")]
    [DataRow("""{"type": "Lowercase"}""", "null", "AB", "ab")]
    [DataRow("""{"type": "Strip", "strip_left": true, "strip_right": false}""", "null", "  ab", "ab")]
    [DataRow("""{"type": "NFKC"}""", "null", "ａｂ", "ab")]
    [DataRow("""{"type": "Replace", "pattern": {"Regex": "x+"}, "content": "a"}""", "null", "xxb", "ab")]
    public void Encode_NormalizersAndPreTokenizers_DoWhatTheirNamesSay(string normalizer, string preTokenizer, string text, string expected)
    {
        ITextTokenizer tokenizer = Read(TokenizerTexts.OfPieces(normalizer, preTokenizer));
        string[] names = ["<unk>", "<s>", "</s>", .. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>"), "▁", "a", "b", "▁a", "ab", "▁ab", "▁▁"];

        Assert.AreEqual(expected, string.Join('|', tokenizer.Encode(text).Select(id => names[id])));
    }

    [TestMethod]
    [DataRow("ab a  b")]
    [DataRow("é 🙂\0")]
    [DataRow("  ab")]
    public void Decode_Pieces_GivesTheTextBack(string text)
    {
        ITextTokenizer tokenizer = Read(TokenizerTexts.OfPieces(LlamaNormalizer, "null"));

        Assert.AreEqual(text, tokenizer.Decode(tokenizer.Encode(text)));
    }

    [TestMethod]
    [DataRow("\"unk_token\": \"<unk>\", \"fuse_unk\": true,", "b€€a", 1)]
    [DataRow("\"unk_token\": \"<unk>\",", "b€€a", 2)]
    [DataRow("", "b€€a", 0)]
    public void Encode_UnknownCharacters_AreFusedOrNotOrVanish(string options, string text, int unknown)
    {
        int[] ids = Read(TokenizerTexts.OfPieces("null", "null", options)).Encode(text);

        Assert.AreEqual(unknown, ids.Count(id => id == 0));
        Assert.AreEqual(unknown + 2, ids.Length);
    }

    [TestMethod]
    public void Encode_IgnoringMerges_TakesAWordThatIsAToken()
    {
        const string Merges = "[\"h e\"]";

        CollectionAssert.AreEqual(new[] { 259 }, Read(TokenizerTexts.OfBytes(merges: Merges, extra: "\"ignore_merges\": true,")).Encode("hello"));
        Assert.HasCount(4, Read(TokenizerTexts.OfBytes(merges: Merges)).Encode("hello"));
    }

    [TestMethod]
    public void BeginIds_TemplateProcessing_AreWhatItPutsBeforeTheText()
    {
        const string Post = """
            {"type": "Sequence", "processors": [{"type": "ByteLevel"}, {"type": "TemplateProcessing",
             "single": [{"SpecialToken": {"id": "<|im_start|>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
             "special_tokens": {"<|im_start|>": {"id": "<|im_start|>", "ids": [300], "tokens": ["<|im_start|>"]}}}]}
            """;

        CollectionAssert.AreEqual(new[] { 300 }, Read(TokenizerTexts.OfBytes(postProcessor: Post)).BeginIds.ToArray());
    }

    [TestMethod]
    public void Stream_AnyTokens_GivesWhatDecodeGivesAndNeverHalfACharacter()
    {
        ITextTokenizer tokenizer = Read(TokenizerTexts.OfPieces(LlamaNormalizer, "null"));
        const string Text = "ab 🙂é a";
        TextStream stream = tokenizer.OpenStream();

        string[] pieces = [.. tokenizer.Encode(Text).Select(stream.Append), stream.Finish()];

        Assert.AreEqual(Text, string.Concat(pieces));
        Assert.IsTrue(pieces.Contains("🙂"));
        Assert.IsFalse(pieces.Any(piece => piece.Contains('\uFFFD')));
    }

    [TestMethod]
    public void Stream_EndInsideACharacter_ShowsThatSomethingIsMissing()
    {
        ITextTokenizer tokenizer = Read(TokenizerTexts.OfBytes());
        int[] ids = tokenizer.Encode("a🙂")[..^1];
        TextStream stream = tokenizer.OpenStream();

        Assert.AreEqual("a", string.Concat(ids.Select(stream.Append)));
        Assert.AreEqual("\uFFFD", stream.Finish());
        Assert.AreEqual("a\uFFFD", tokenizer.Decode(ids));
        Assert.AreEqual("", tokenizer.Decode([-1, 99_999]));
    }

    [TestMethod]
    [DataRow("{", "not a tokenizer.json")]
    [DataRow("[]", "there is no \"model\"")]
    [DataRow("""{"model": {"type": "Unigram", "vocab": []}}""", "Unigram")]
    [DataRow("""{"model": {"type": "BPE", "vocab": {"a": -1}, "merges": []}}""", "a whole number from 0")]
    [DataRow("""{"model": {"type": "BPE", "vocab": {"a": 2000000000}, "merges": []}}""", "2000000000")]
    [DataRow("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a b"]}}""", "\"b\", which the vocabulary does not have")]
    [DataRow("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a a"]}}""", "\"aa\", which the vocabulary does not have")]
    [DataRow("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": [["", "a"]]}}""", "model.merges[0]")]
    [DataRow("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a"]}}""", "model.merges[0]")]
    [DataRow("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": [], "unk_token": "u"}}""", "\"u\" is no token")]
    [DataRow("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": [], "end_of_word_suffix": "</w>"}}""", "end_of_word_suffix")]
    [DataRow("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": [], "dropout": 0.1}}""", "dropout")]
    [DataRow("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}, "normalizer": {"type": "Precompiled"}}""", "Precompiled")]
    [DataRow("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}, "pre_tokenizer": {"type": "BertPreTokenizer"}}""", "BertPreTokenizer")]
    [DataRow("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}, "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "\\h"}, "behavior": "Isolated"}}""", "\\h")]
    [DataRow("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}, "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "ByteLevel"}, {"type": "Digits"}]}}""", "pre_tokenizer.pretokenizers[0]")]
    [DataRow("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}}""", "decoder")]
    [DataRow("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}, "decoder": {"type": "WordPiece"}}""", "WordPiece")]
    [DataRow("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}, "decoder": {"type": "Fuse"}, "post_processor": {"type": "BertProcessing"}}""", "BertProcessing")]
    [DataRow("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}, "decoder": {"type": "Fuse"}, "added_tokens": [{"id": 1, "content": ""}]}""", "added_tokens[0]")]
    public void Read_WhatIsUnsoundOrUnknown_IsOneSentenceThatNamesIt(string json, string named)
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => TokenizerFile.Read(json, "some/tokenizer.json"));

        StringAssert.StartsWith(error.Message, "some/tokenizer.json: ");
        StringAssert.Contains(error.Message, named);
    }

    [TestMethod]
    public void Read_NestedWithoutEnd_IsRefused()
    {
        string json = $"{{\"model\": {string.Concat(Enumerable.Repeat("[", 100_000))}";

        Assert.ThrowsExactly<InvalidDataException>(() => TokenizerFile.Read(json, "tokenizer.json"));
    }

    private static ITextTokenizer Read(string json) => CheckpointLanguage.Read(json, "", "tokenizer.json").Tokenizer;
}
