using System.Text.Json.Nodes;
using Tapir.Models.Checkpoints;
using Tapir.Models.Export.Gguf;
using Tapir.Models.Gguf;
using Tapir.Models.Tests.Training;
using Tapir.Models.Tokenization;

namespace Tapir.Models.Tests.Export.Gguf;

[TestClass]
public sealed class GgufTokenizerTests
{
    [TestMethod]
    public void Metadata_TokenizerOfAStudent_IsSmolLmsKind()
    {
        StudentTokenizer tokenizer = Lessons.Create().Tokenizer;

        Dictionary<string, object> values = Metadata(TokenizerJson.Write(tokenizer), """{"eos_token":"<|endoftext|>","pad_token":{"content":"<|pad|>"},"bos_token":null}""", tokenizer.VocabularySize + 2);

        string[] tokens = (string[])values["tokenizer.ggml.tokens"];
        int[] kinds = (int[])values["tokenizer.ggml.token_type"];
        Assert.AreEqual("gpt2", values["tokenizer.ggml.model"]);
        Assert.AreEqual("smollm", values["tokenizer.ggml.pre"]);
        Assert.AreEqual("<|endoftext|>", tokens[0]);
        Assert.AreEqual(3, kinds[0]);
        Assert.AreEqual(1, kinds[100]);
        Assert.AreEqual(5, kinds[^1]);
        Assert.AreEqual(0u, values["tokenizer.ggml.eos_token_id"]);
        Assert.AreEqual(3u, values["tokenizer.ggml.padding_token_id"]);
        Assert.AreEqual(false, values["tokenizer.ggml.add_bos_token"]);
        Assert.AreEqual("{{ template }}", values["tokenizer.chat_template"]);
    }

    [TestMethod]
    public void Metadata_SmolLmsTokenizer_IsThatOfItsGguf()
    {
        string json = File.ReadAllText(SharedFiles.PathOrSkip("models", "smollm2-135m-instruct", "golden", "tokenizer.json"));
        using GgufFile published = GgufFile.Open(SharedFiles.PathOrSkip("models", "smollm2-135m-instruct", "SmolLM2-135M-Instruct.Q4_1.gguf"));

        Dictionary<string, object> values = Metadata(json, """{"eos_token":"<|im_end|>","bos_token":"<|im_start|>","add_bos_token":false}""", 49152);

        CollectionAssert.AreEqual(published.Metadata.Texts("tokenizer.ggml.tokens").ToArray(), (string[])values["tokenizer.ggml.tokens"]);
        CollectionAssert.AreEqual(published.Metadata.Texts("tokenizer.ggml.merges").ToArray(), (string[])values["tokenizer.ggml.merges"]);
        CollectionAssert.AreEqual(published.Metadata.WholeNumbers("tokenizer.ggml.token_type").Select(kind => (int)kind).ToArray(), (int[])values["tokenizer.ggml.token_type"]);
        Assert.AreEqual(published.Metadata.Text("tokenizer.ggml.pre"), values["tokenizer.ggml.pre"]);
        Assert.AreEqual((uint)published.Metadata.Count("tokenizer.ggml.eos_token_id"), values["tokenizer.ggml.eos_token_id"]);
    }

    [TestMethod]
    public void Metadata_TokenizerOutOfAGguf_IsTheSameAgain()
    {
        using Checkpoint published = Checkpoint.Open(SharedFiles.PathOrSkip("models", "smollm2-135m-instruct", "SmolLM2-135M-Instruct.Q4_1.gguf"));
        ModelLanguage language = ModelLanguage.Read(published);
        GgufMetadata before = ((CheckpointTexts.Gguf)published.Texts).Metadata;

        Dictionary<string, object> values = Metadata(language.Tokenizer.ToJson(), language.TokenizerConfig, 49152);

        foreach (string key in (string[])["model", "pre"])
        {
            Assert.AreEqual(before.Text($"tokenizer.ggml.{key}"), values[$"tokenizer.ggml.{key}"]);
        }

        CollectionAssert.AreEqual(before.Texts("tokenizer.ggml.tokens").ToArray(), (string[])values["tokenizer.ggml.tokens"]);
        CollectionAssert.AreEqual(before.Texts("tokenizer.ggml.merges").ToArray(), (string[])values["tokenizer.ggml.merges"]);
        foreach (string key in (string[])["bos_token_id", "eos_token_id", "padding_token_id", "unknown_token_id"])
        {
            Assert.AreEqual((uint)before.Count($"tokenizer.ggml.{key}"), values[$"tokenizer.ggml.{key}"], key);
        }

        Assert.AreEqual(false, values["tokenizer.ggml.add_bos_token"]);
    }

    [TestMethod]
    public void Metadata_SentencePiece_ScoresPiecesByTheirMerge()
    {
        const string Json = """
            {"normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"}]},"pre_tokenizer":null,
             "added_tokens":[{"id":0,"content":"<unk>","special":true},{"id":1,"content":"<s>","special":true}],
             "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>"}}]},
             "model":{"type":"BPE","unk_token":"<unk>","byte_fallback":true,"vocab":{"<unk>":0,"<s>":1,"<0x0A>":2,"▁":3,"a":4,"b":5,"ab":6,"▁ab":7},"merges":["a b",["▁","ab"]]}}
            """;

        Dictionary<string, object> values = Metadata(Json, """{"bos_token":"<s>"}""", 8);

        CollectionAssert.AreEqual(new[] { 2, 3, 6, 1, 1, 1, 1, 1 }, (int[])values["tokenizer.ggml.token_type"]);
        float[] scores = (float[])values["tokenizer.ggml.scores"];
        Assert.AreEqual(-1, scores[6]);
        Assert.AreEqual(-2, scores[7]);
        Assert.IsLessThan(-1000, scores[4]);
        Assert.AreEqual(true, values["tokenizer.ggml.add_space_prefix"]);
        Assert.AreEqual(true, values["tokenizer.ggml.add_bos_token"]);
        Assert.AreEqual("llama", values["tokenizer.ggml.model"]);
    }

    [TestMethod]
    [DataRow("""{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"}},{"type":"ByteLevel","use_regex":false}]}""", "llama-bpe")]
    [DataRow("""{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"}},{"type":"ByteLevel","use_regex":false}]}""", "qwen2")]
    [DataRow("""{"type":"ByteLevel","add_prefix_space":false,"use_regex":true}""", "gpt-2")]
    public void Of_PatternOfAFamily_IsItsName(string preTokenizer, string name) => Assert.AreEqual(name, PreTokenizerName.Of(JsonNode.Parse(preTokenizer)));

    [TestMethod]
    public void Of_UnknownPattern_SaysToExportAFolder()
    {
        NotSupportedException error = Assert.ThrowsExactly<NotSupportedException>(() => PreTokenizerName.Of(JsonNode.Parse("""{"type":"Whitespace"}""")));

        Assert.Contains("Export a Hugging Face folder instead", error.Message);
    }

    [TestMethod]
    public void Metadata_MoreTokensThanRows_IsRefused()
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => Metadata(TokenizerJson.Write(Lessons.Create().Tokenizer), "", 10));

        Assert.Contains("10 rows", error.Message);
    }

    private static Dictionary<string, object> Metadata(string json, string config, int vocabularySize) =>
        GgufTokenizer.Metadata(json, config, "{{ template }}", [], vocabularySize).ToDictionary(pair => pair.Key, pair => pair.Value);
}
