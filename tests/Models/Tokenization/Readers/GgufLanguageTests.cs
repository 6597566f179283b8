using System.Text;
using System.Text.Json;
using Tapir.Models.ChatTemplates;
using Tapir.Models.Checkpoints;
using Tapir.Models.Gguf;
using Tapir.Models.Tokenization;
using Tapir.Models.Tokenization.Readers;

namespace Tapir.Models.Tests.Tokenization.Readers;

[TestClass]
public sealed class GgufLanguageTests
{
    [TestMethod]
    public void Read_RealFile_EncodesTheGoldenTextsAndPrompts()
    {
        string folder = SharedFiles.PathOrSkip("models", "smollm2-135m-instruct");
        using GgufFile file = GgufFile.Open(Directory.EnumerateFiles(folder, "*.gguf").Single());

        ModelLanguage language = GgufLanguage.Read(file.Metadata);

        using JsonDocument texts = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden", "tokenization.json")));
        foreach (JsonElement one in texts.RootElement.EnumerateArray())
        {
            CollectionAssert.AreEqual(one.GetProperty("ids").Numbers(), language.Tokenizer.Encode(RenderedText.Trusted(one.Text("text"))), one.Text("text"));
        }

        using JsonDocument prompts = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden", "generation.json")));
        foreach (JsonElement one in prompts.RootElement.EnumerateArray())
        {
            ChatTurn[] turns = [.. one.GetProperty("messages").EnumerateArray().Select(turn => new ChatTurn(turn.Text("role"), turn.Text("content")))];

            Assert.AreEqual(one.Text("prompt_text"), ((TemplateChatFormat)language.Chat).Render(turns, asksForAnswer: true).Plain);
            CollectionAssert.AreEqual(one.GetProperty("prompt_ids").Numbers(), language.Chat.Prompt(turns));
        }

        Assert.IsTrue(language.Chat.EndIds.SetEquals([2]));
    }

    [TestMethod]
    public void Response_RealFile_IsWhatTheReferenceTrainsUpToTheEndOfTheTurn()
    {
        string folder = SharedFiles.PathOrSkip("models", "smollm2-135m-instruct");
        using GgufFile file = GgufFile.Open(Directory.EnumerateFiles(folder, "*.gguf").Single());
        ModelLanguage language = GgufLanguage.Read(file.Metadata);
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden", "training.json")));
        JsonElement[] pairs = [.. golden.RootElement.GetProperty("pairs").EnumerateArray()];

        for (int i = 0; i < pairs.Length; i++)
        {
            int[] ids = golden.RootElement.GetProperty("input_ids")[i].Numbers(), labels = golden.RootElement.GetProperty("labels")[i].Numbers();
            int[] prompt = language.Chat.Prompt([ChatTurn.User(pairs[i].Text("prompt"))]), response = language.Chat.Response(pairs[i].Text("response"));

            // The reference trains the newline after the end as well, which nobody ever generates.
            const int Newline = 198;
            int[] trained = [.. labels.Where(label => label != -100)];
            Assert.AreEqual(Newline, trained[^1]);
            CollectionAssert.AreEqual(trained[..^1], response);
            CollectionAssert.AreEqual(ids[..(prompt.Length + response.Length)], (int[])[.. prompt, .. response]);
        }
    }

    [TestMethod]
    public void Read_Checkpoint_KnowsItsLanguageAndSaysWhereThereIsNone()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Directory.EnumerateFiles(SharedFiles.PathOrSkip("models", "smollm2-135m-instruct"), "*.gguf").Single());
        using Checkpoint random = Checkpoint.Open(SharedFiles.PathOrSkip("models", "tiny-random", "llama"));

        Assert.AreEqual(49152, ModelLanguage.Read(checkpoint).Tokenizer.VocabularySize);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => ModelLanguage.Read(random)).Message, "there is no tokenizer.json");
    }

    [TestMethod]
    public void Read_StoryTokenizer_EncodesAsItsReadmeSays()
    {
        GgufMetadata metadata = StoryTokenizer(SharedFiles.PathOrSkip("models", "stories260k", "tokenizer.bin"));

        ITextTokenizer tokenizer = GgufLanguage.Read(metadata).Tokenizer;

        CollectionAssert.AreEqual(new[] { 1, 403, 407, 261, 378 }, (int[])[.. tokenizer.BeginIds, .. tokenizer.Encode("Once upon a time")]);
        Assert.AreEqual("Once upon a time, 寿司", tokenizer.Decode(tokenizer.Encode("Once upon a time, 寿司")));
        // What it writes out is read as the same tokenizer.
        ITextTokenizer again = CheckpointLanguage.Read(tokenizer.ToJson(), "", "again").Tokenizer;
        CollectionAssert.AreEqual(tokenizer.Encode("Lily saw  a big ball!"), again.Encode("Lily saw  a big ball!"));
    }

    [TestMethod]
    [DataRow("smollm", "a 12", "a| |1|2")]
    [DataRow("qwen2", "a 12", "a| |1|2")]
    [DataRow("llama-bpe", "a 1234", "a| |123|4")]
    [DataRow("gpt-2", "a 12", "a| 12")]
    [DataRow("default", "a 1234=b", "a| |123|4|=|b")]
    public void Read_EachWayToCutWords_CutsThatWay(string pre, string text, string expected)
    {
        // Every two neighbours merge, so what is not cut is one token.
        ITextTokenizer tokenizer = GgufLanguage.Read(ByteMetadata(pre, [text])).Tokenizer;

        Assert.AreEqual(expected, string.Join('|', tokenizer.Encode(text).Select(id => tokenizer.Decode([id]))));
    }

    [TestMethod]
    public void Read_UnknownKinds_AreNamed()
    {
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => GgufLanguage.Read(ByteMetadata("falcon", ["a"]))).Message, "\"falcon\"");
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => GgufLanguage.Read(Metadata(("tokenizer.ggml.model", "rwkv"), ("tokenizer.ggml.tokens", new[] { "a" })))).Message, "\"rwkv\"");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => GgufLanguage.Read(Metadata(
                ("tokenizer.ggml.model", "llama"), ("tokenizer.ggml.tokens", new[] { "a" }), ("tokenizer.ggml.scores", Array.Empty<double>())))).Message,
            "0 scores");
    }

    private static GgufMetadata Metadata(params (string Key, object Value)[] values) =>
        new("some.gguf", values.ToDictionary(value => value.Key, value => value.Value));

    private static GgufMetadata ByteMetadata(string pre, string[] texts)
    {
        List<string> tokens = [.. Enumerable.Range(0, 256).Select(value => ByteAlphabet.Write([(byte)value]))], merges = [];
        foreach (string text in texts)
        {
            string spelled = ByteAlphabet.Write(Encoding.UTF8.GetBytes(text));
            for (int start = 0; start < spelled.Length; start++)
            {
                for (int length = 2; start + length <= spelled.Length; length++)
                {
                    string token = spelled.Substring(start, length);
                    if (!tokens.Contains(token))
                    {
                        tokens.Add(token);
                        merges.Add($"{token[..^1]} {token[^1]}");
                    }
                }
            }
        }

        return Metadata(("tokenizer.ggml.model", "gpt2"), ("tokenizer.ggml.pre", pre), ("tokenizer.ggml.tokens", tokens.ToArray()), ("tokenizer.ggml.merges", merges.ToArray()));
    }

    private static GgufMetadata StoryTokenizer(string path)
    {
        using BinaryReader reader = new(File.OpenRead(path));
        reader.ReadInt32();
        List<string> tokens = [];
        List<double> scores = [];
        List<long> kinds = [];
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            scores.Add(reader.ReadSingle());
            string piece = Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadInt32()));
            int id = tokens.Count;
            tokens.Add(id switch { 0 => "<unk>", 1 => "<s>", 2 => "</s>", _ => piece.Replace(' ', '▁') });
            kinds.Add(id == 0 ? 2 : id <= 2 ? 3 : piece.StartsWith("<0x", StringComparison.Ordinal) ? 6 : 1);
        }

        return Metadata(
            ("tokenizer.ggml.model", "llama"), ("tokenizer.ggml.tokens", tokens.ToArray()), ("tokenizer.ggml.scores", scores.ToArray()), ("tokenizer.ggml.token_type", kinds.ToArray()),
            ("tokenizer.ggml.bos_token_id", 1L), ("tokenizer.ggml.eos_token_id", 2L), ("tokenizer.ggml.unknown_token_id", 0L));
    }
}
