using System.Text.Json.Nodes;
using Tapir.Models.Checkpoints;
using Tapir.Models.Export;
using Tapir.Models.Network;
using Tapir.Models.Tests.Checkpoints;
using Tapir.Models.Tests.Training;

namespace Tapir.Models.Tests.Export;

[TestClass]
public sealed class WeightFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public void Files_MoreThanOneShardHolds_AreReadBackTheSame()
    {
        Lessons lessons = Lessons.Create();
        using Student student = new(lessons.Tokenizer, StudentWeights.Random(lessons.Config, 1));
        folder.Write(HuggingFaceExport.Files(student, "card", new ExportOptions { ShardBytes = 20_000 }));

        using Checkpoint checkpoint = Checkpoint.Open(folder.Path);
        using StudentWeights read = checkpoint.ReadWeights();

        CollectionAssert.AreEqual(student.Weights.Parameters.Values.ToArray(), read.Parameters.Values.ToArray());
        Assert.IsFalse(File.Exists(folder["model.safetensors"]));
        Assert.IsTrue(Directory.EnumerateFiles(folder.Path, "model-*").All(file => new FileInfo(file).Length < 60_000));
    }

    [TestMethod]
    public void Files_Shards_AreNumberedAndCounted()
    {
        Lessons lessons = Lessons.Create();
        using Student student = new(lessons.Tokenizer, StudentWeights.Random(lessons.Config, 1));
        IReadOnlyDictionary<string, Action<Stream>> files = HuggingFaceExport.Files(student, "card", new ExportOptions { ShardBytes = 20_000 });
        folder.Write(files);

        string[] shards = [.. files.Keys.Where(name => name.StartsWith("model-", StringComparison.Ordinal))];
        JsonNode index = JsonNode.Parse(File.ReadAllText(folder["model.safetensors.index.json"]))!;
        Assert.IsGreaterThan(2, shards.Length);
        Assert.AreEqual($"model-00001-of-{shards.Length:D5}.safetensors", shards[0]);
        Assert.AreEqual(student.Config.ParameterCount * 4, (long)index["metadata"]!["total_size"]!);
        CollectionAssert.AreEquivalent(shards, index["weight_map"]!.AsObject().Select(pair => (string)pair.Value!).Distinct().ToArray());
        Assert.IsLessThan(files.Keys.ToList().IndexOf("model.safetensors.index.json"), files.Keys.ToList().IndexOf(shards[^1]));
    }

    [TestMethod]
    public void Files_BFloat16_IsHalfAsLargeAndReadsAsRounded()
    {
        Lessons lessons = Lessons.Create();
        using Student student = new(lessons.Tokenizer, StudentWeights.Random(lessons.Config, 1));
        folder.Write(HuggingFaceExport.Files(student, "card", new ExportOptions { Precision = ExportPrecision.BFloat16 }));

        using Checkpoint checkpoint = Checkpoint.Open(folder.Path);
        using StudentWeights read = checkpoint.ReadWeights();

        float[] before = student.Weights.Parameters.Values.ToArray(), after = read.Parameters.Values.ToArray();
        Assert.IsTrue(before.Zip(after).All(pair => MathF.Abs(pair.First - pair.Second) <= MathF.Abs(pair.First) / 256));
        Assert.IsTrue(after.All(value => (BitConverter.SingleToUInt32Bits(value) & 0xFFFF) == 0));
        Assert.AreEqual("bfloat16", (string?)JsonNode.Parse(File.ReadAllText(folder["config.json"]))!["torch_dtype"]);
    }
}
