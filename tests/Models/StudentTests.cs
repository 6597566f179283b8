using Tapir.Models.ChatTemplates;
using Tapir.Models.Checkpoints;
using Tapir.Models.Export;
using Tapir.Models.Network;
using Tapir.Models.Tests.Tokenization.Readers;
using Tapir.Models.Tokenization.Readers;

namespace Tapir.Models.Tests;

[TestClass]
public sealed class StudentTests
{
    private const string Config = """{"bos_token": "<|im_start|>", "eos_token": "<|im_end|>", "chat_template": "{% for m in messages %}{{ bos_token + m.content }}{% if m.role == 'assistant' %}{{ eos_token }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ bos_token }}{% endif %}"}""";

    [TestMethod]
    public void Load_StudentWithACheckpointsLanguage_SpeaksItAgain()
    {
        ModelLanguage language = CheckpointLanguage.Read(TokenizerTexts.OfBytes(), Config, "some-model");
        StudentConfig config = new() { VocabularySize = 303, Width = 8, MlpWidth = 8, Layers = 1, Heads = 1, KeyValueHeads = 1 };
        using Student student = new(language, StudentWeights.Random(config, 1));
        using MemoryStream saved = new(), again = new();
        student.Save(saved);
        saved.Position = 0;

        using Student read = Student.Load(saved, "saved");

        CollectionAssert.AreEqual(new[] { 300, 259, 300 }, read.Chat.Prompt([ChatTurn.User("hello")]));
        CollectionAssert.AreEqual(new[] { 259, 301 }, read.Chat.Response("hello"));
        Assert.IsTrue(read.Chat.EndIds.SetEquals([301]));
        read.Save(again);
        CollectionAssert.AreEqual(saved.ToArray(), again.ToArray());
    }

    [TestMethod]
    public void Files_StudentWithACheckpointsLanguage_AreACheckpointThatSpeaksIt()
    {
        ModelLanguage language = CheckpointLanguage.Read(TokenizerTexts.OfBytes(), Config, "some-model");
        StudentConfig config = new() { VocabularySize = 303, Width = 8, MlpWidth = 8, Layers = 1, Heads = 1, KeyValueHeads = 1 };
        using Student student = new(language, StudentWeights.Random(config, 1));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tapir-test-");
        foreach ((string name, Action<Stream> write) in HuggingFaceExport.Files(student, "card"))
        {
            using FileStream file = File.Create(Path.Combine(folder.FullName, name));
            write(file);
        }

        using (Checkpoint checkpoint = Checkpoint.Open(folder.FullName))
        {
            ModelLanguage read = ModelLanguage.Read(checkpoint);
            CollectionAssert.AreEqual(new[] { 301 }, checkpoint.EndOfTextIds.ToArray());
            CollectionAssert.AreEqual(new[] { 300, 259, 300 }, read.Chat.Prompt([ChatTurn.User("hello")]));
            CollectionAssert.AreEqual(new[] { 259, 301 }, read.Chat.Response("hello"));
        }

        folder.Delete(recursive: true);
    }

    [TestMethod]
    public void New_TokenizerWithMoreTokensThanTheWeights_IsRefused()
    {
        ModelLanguage language = CheckpointLanguage.Read(TokenizerTexts.OfBytes(), Config, "some-model");
        using StudentWeights weights = StudentWeights.Random(new StudentConfig { VocabularySize = 302, Width = 8, MlpWidth = 8, Layers = 1, Heads = 1, KeyValueHeads = 1 }, 1);

        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => _ = new Student(language, weights)).Message, "303");
    }
}
