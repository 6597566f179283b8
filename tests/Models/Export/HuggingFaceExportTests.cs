using System.Text.Json.Nodes;
using Tapir.Models.ChatTemplates;
using Tapir.Models.Checkpoints;
using Tapir.Models.Export;
using Tapir.Models.Network;
using Tapir.Models.Tests.Export.Gguf;
using Tapir.Models.Tests.Training;

namespace Tapir.Models.Tests.Export;

[TestClass]
public sealed class HuggingFaceExportTests
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"tapir-export-{Guid.NewGuid():N}");

    [TestCleanup]
    public void Clean() => Directory.Delete(folder, recursive: true);

    [TestMethod]
    public void Read_ExportedFolder_GivesTheSameLogits()
    {
        Lessons lessons = Lessons.Create();
        using Student student = new(lessons.Tokenizer, StudentWeights.Random(lessons.Config, 1));
        Write(student, folder);

        using Student read = HuggingFaceExport.Read(folder);

        Assert.AreEqual(student.Config, read.Config);
        using DecoderPass pass = new(student.Config, 48);
        int[] ids = lessons.Examples[0].Tokens;
        CollectionAssert.AreEqual(pass.Logits(student.Weights.Parameters, ids), pass.Logits(read.Weights.Parameters, ids));
    }

    [TestMethod]
    public void Files_WrittenTwice_GiveTheSameBytes()
    {
        Lessons lessons = Lessons.Create();
        using Student student = new(lessons.Tokenizer, StudentWeights.Random(lessons.Config, 1));
        string other = Path.Combine(folder, "other");

        Write(student, folder);
        Write(student, other);

        string[] names = [.. Directory.EnumerateFiles(other).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        CollectionAssert.AreEqual(
            new[] { "README.md", "config.json", "generation_config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json" }, names);
        foreach (string name in names)
        {
            CollectionAssert.AreEqual(File.ReadAllBytes(Path.Combine(folder, name)), File.ReadAllBytes(Path.Combine(other, name)), name);
        }
    }

    [TestMethod]
    public void Files_Config_IsALlamaThatTiesItsOutput()
    {
        Lessons lessons = Lessons.Create();
        using Student student = new(lessons.Tokenizer, StudentWeights.Random(lessons.Config, 1));

        Write(student, folder);

        JsonNode config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!;
        Assert.AreEqual("LlamaForCausalLM", (string?)config["architectures"]![0]);
        Assert.IsTrue((bool)config["tie_word_embeddings"]!);
        Assert.AreEqual(lessons.Tokenizer.VocabularySize, (int)config["vocab_size"]!);
    }

    [TestMethod]
    public void Files_StudentOfACheckpoint_NameItsOwnTokens()
    {
        using Student student = GgufExportTests.Adapted();

        Write(student, folder);

        JsonNode config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!, generation = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "generation_config.json")))!;
        Assert.AreEqual(300, (int)config["bos_token_id"]!);
        Assert.AreEqual(301, (int)config["eos_token_id"]!);
        Assert.IsNull(config["pad_token_id"]);
        CollectionAssert.AreEqual(new[] { 301, 300 }, generation["eos_token_id"]!.AsArray().Select(id => (int)id!).ToArray());
        using Checkpoint checkpoint = Checkpoint.Open(folder);
        ModelLanguage read = ModelLanguage.Read(checkpoint);
        CollectionAssert.AreEqual(student.Chat.Prompt([ChatTurn.User("hello")]), read.Chat.Prompt([ChatTurn.User("hello")]));
    }

    [TestMethod]
    public void Load_SavedStudent_SavesTheSameBytes()
    {
        Directory.CreateDirectory(folder);
        Lessons lessons = Lessons.Create();
        using Student student = new(lessons.Tokenizer, StudentWeights.Random(lessons.Config, 1));
        using MemoryStream first = new(), second = new();
        student.Save(first);
        first.Position = 0;

        using Student read = Student.Load(first, "student");
        read.Save(second);

        CollectionAssert.AreEqual(first.ToArray(), second.ToArray());
    }

    private static void Write(Student student, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, Action<Stream> write) in HuggingFaceExport.Files(student, "# A student"))
        {
            using FileStream file = File.Create(Path.Combine(folder, name));
            write(file);
        }
    }
}
