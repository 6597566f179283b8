using Tapir.Models.ChatTemplates;
using Tapir.Models.Checkpoints;
using Tapir.Models.Export.Gguf;
using Tapir.Models.Gguf;
using Tapir.Models.Network;
using Tapir.Models.Tests.Checkpoints;
using Tapir.Models.Tests.Tokenization.Readers;
using Tapir.Models.Tests.Training;
using Tapir.Models.Tokenization.Readers;

namespace Tapir.Models.Tests.Export.Gguf;

[TestClass]
public sealed class GgufExportTests : IDisposable
{
    private static readonly StudentConfig Config = new() { VocabularySize = 50, Width = 64, MlpWidth = 96, Layers = 2, Heads = 4, KeyValueHeads = 2, ContextLength = 64 };

    // Half of the distance between the smallest numbers of half precision, rounded up.
    private const float SmallestHalf = 3e-8f;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    [DynamicData(nameof(Configs))]
    public void Read_ExportedHalfPrecision_GivesTheConfigAndTheRoundedWeights(string name, StudentConfig config)
    {
        using StudentWeights weights = StudentWeights.Random(config, 1);

        using Checkpoint checkpoint = Export(weights, GgufPrecision.F16);
        using StudentWeights read = checkpoint.ReadWeights();

        Assert.AreEqual(config, checkpoint.Config, name);
        AreClose(weights, read, (before, _) => (MathF.Abs(before) / 2048) + SmallestHalf);
    }

    [TestMethod]
    public void Read_ExportedEightBits_IsWithinAStep()
    {
        using StudentWeights weights = StudentWeights.Random(Config, 1);

        using Checkpoint checkpoint = Export(weights, GgufPrecision.Q8);
        using StudentWeights read = checkpoint.ReadWeights();

        AreClose(weights, read, (_, largest) => largest / 127);
    }

    [TestMethod]
    public void Write_WidthsThatBlocksDoNotDivide_StayInHalfPrecision()
    {
        using StudentWeights weights = StudentWeights.Random(Config with { Width = 48, HeadDimension = 16 }, 1);
        using MemoryStream stream = new();

        GgufExport.Write(stream, "odd", weights, [], GgufPrecision.Q8);

        stream.Position = 0;
        using GgufFile file = GgufFile.Read(stream, "odd.gguf");
        Assert.AreEqual("F16", file.Tensors["blk.0.attn_q.weight"].Format.Name);
        Assert.AreEqual("Q8_0", file.Tensors["blk.0.ffn_down.weight"].Format.Name);
        Assert.AreEqual("F32", file.Tensors["blk.0.attn_norm.weight"].Format.Name);
    }

    [TestMethod]
    public void Write_ValueBeyondHalfPrecision_IsNotWrittenAsInfinity()
    {
        using StudentWeights weights = StudentWeights.Random(Config, 1);
        weights.Parameters.Values[100] = 70_000;

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => GgufExport.Write(new MemoryStream(), "large", weights, [], GgufPrecision.F16));

        Assert.Contains("token_embd.weight", error.Message);
    }

    [TestMethod]
    public void Write_Twice_GivesTheSameBytes()
    {
        using StudentWeights weights = StudentWeights.Random(Config, 1);
        using MemoryStream first = new(), second = new();

        GgufExport.Write(first, "twice", weights, [], GgufPrecision.Q8);
        GgufExport.Write(second, "twice", weights, [], GgufPrecision.Q8);

        CollectionAssert.AreEqual(first.ToArray(), second.ToArray());
    }

    [TestMethod]
    public void Write_StudentThatIsBornInARun_ReadsAndStopsTheSame()
    {
        Lessons lessons = Lessons.Create();
        using Student student = new(lessons.Tokenizer, StudentWeights.Random(lessons.Config, 1));

        ModelLanguage read = Exported(student);

        const string Text = "Say ant, then 1234 bee's <|endoftext|> ünï 日本\n\n  ok";
        CollectionAssert.AreEqual(student.Tokenizer.Encode(Text), read.Tokenizer.Encode(Text));
        CollectionAssert.AreEqual(student.Chat.Prompt([ChatTurn.User(Text)]), read.Chat.Prompt([ChatTurn.User(Text)]));
        CollectionAssert.AreEqual(student.Chat.Response("yes"), read.Chat.Response("yes"));
        Assert.IsTrue(read.Tokenizer.EndIds.SetEquals([0]));
    }

    [TestMethod]
    public void Write_StudentOfACheckpoint_KeepsItsTemplateAndEnds()
    {
        using Student student = Adapted();

        ModelLanguage read = Exported(student);

        CollectionAssert.AreEqual(student.Chat.Prompt([ChatTurn.User("hello")]), read.Chat.Prompt([ChatTurn.User("hello")]));
        Assert.IsTrue(student.Chat.EndIds.SetEquals(read.Chat.EndIds));
    }

    public static IEnumerable<object[]> Configs =>
    [
        ["llama", Config],
        ["own output", Config with { TieOutput = false }],
        ["qwen2", Config with { AttentionBias = true }],
        ["qwen3", Config with { QueryKeyNorm = true, HeadDimension = 24 }],
        ["linear", Config with { RopeScaling = new RopeScaling.Linear(4) }],
        ["llama3", Config with { RopeScaling = new RopeScaling.Llama3(8, 1, 4, 64), RopeTheta = 500000 }],
        ["llama3 otherwise", Config with { RopeScaling = new RopeScaling.Llama3(16, 2, 5, 8192), RopeTheta = 500000 }],
    ];

    /// <summary>A student of a checkpoint that people have: turns end with another token than texts.</summary>
    internal static Student Adapted()
    {
        ModelLanguage language = CheckpointLanguage.Read(
            TokenizerTexts.OfBytes(),
            """{"bos_token":"<|im_start|>","eos_token":"<|im_end|>","tapir_end_ids":[300],"chat_template":"<|im_start|>{{ messages[0].content }}<|im_end|>{% if add_generation_prompt %}<|im_start|>{% endif %}"}""",
            "adapted");
        return new Student(language, StudentWeights.Random(Config with { VocabularySize = 310 }, 1));
    }

    private static void AreClose(StudentWeights weights, StudentWeights read, Func<float, float, float> tolerance)
    {
        foreach (ParameterSlot slot in weights.Parameters.Layout.Slots)
        {
            float[] before = weights.Parameters[slot].ToArray(), after = read.Parameters[slot].ToArray();
            float largest = before.Max(MathF.Abs);
            Assert.IsTrue(before.Zip(after).All(pair => MathF.Abs(pair.First - pair.Second) <= tolerance(pair.First, largest)), slot.Name);
        }
    }

    private ModelLanguage Exported(Student student)
    {
        using (FileStream file = File.Create(folder["model.gguf"]))
        {
            GgufExport.Write(file, student, "exported", GgufPrecision.F16);
        }

        using Checkpoint checkpoint = Checkpoint.Open(folder["model.gguf"]);
        using StudentWeights weights = checkpoint.ReadWeights();
        return ModelLanguage.Read(checkpoint);
    }

    private Checkpoint Export(StudentWeights weights, GgufPrecision precision)
    {
        using (FileStream file = File.Create(folder["model.gguf"]))
        {
            GgufExport.Write(file, "exported", weights, [], precision);
        }

        return Checkpoint.Open(folder["model.gguf"]);
    }
}
