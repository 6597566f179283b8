using System.Text.Json;
using Tapir.Models.Safetensors;
using Tapir.Models.Tests.Checkpoints;

namespace Tapir.Models.Tests.Safetensors;

[TestClass]
public sealed class ShardedSafetensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public void CopyTo_TensorsInTwoFiles_FindsEach()
    {
        Shard("one.safetensors", "a", 1);
        Shard("two.safetensors", "b", 2);
        Index(("a", "one.safetensors"), ("b", "two.safetensors"));

        using ShardedSafetensors shards = ShardedSafetensors.Open(folder.Path);

        float[] a = new float[1], b = new float[1];
        shards.CopyTo("a", [1], a);
        shards.CopyTo("b", [1], b);
        Assert.AreEqual(1, a[0]);
        Assert.AreEqual(2, b[0]);
        CollectionAssert.AreEquivalent(new[] { "a", "b" }, shards.Names.ToArray());
    }

    [TestMethod]
    [DataRow("../one.safetensors")]
    [DataRow("/etc/passwd")]
    [DataRow("sub/one.safetensors")]
    [DataRow("..\\one.safetensors")]
    [DataRow("..")]
    [DataRow("")]
    public void Open_PlaceOutsideTheFolder_IsRefused(string place)
    {
        Shard("one.safetensors", "a", 1);
        Index(("a", place));

        Refuses("not the name of a file in this folder");
    }

    [TestMethod]
    public void Open_MissingFile_NamesItAndItsTensor()
    {
        Index(("a", "three.safetensors"));

        Refuses("three.safetensors, which has tensor a, is missing");
    }

    [TestMethod]
    public void Open_TensorThatItsFileLacks_NamesBoth()
    {
        Shard("one.safetensors", "a", 1);
        Index(("a", "one.safetensors"), ("b", "one.safetensors"));

        Refuses("tensor b should be in one.safetensors");
    }

    [TestMethod]
    [DataRow("[]")]
    [DataRow("{")]
    [DataRow("{\"weight_map\":3}")]
    [DataRow("{\"weight_map\":{\"a\":7}}")]
    public void Open_AnotherJson_IsNoIndex(string text)
    {
        File.WriteAllText(folder[ShardedSafetensors.IndexName], text);

        Refuses("not an index of safetensors files");
    }

    [TestMethod]
    public void CopyTo_MissingTensor_NamesIt()
    {
        Shard("one.safetensors", "a", 1);
        Index(("a", "one.safetensors"));
        using ShardedSafetensors shards = ShardedSafetensors.Open(folder.Path);

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => shards.CopyTo("c", [1], new float[1]));

        Assert.Contains("tensor c is missing", error.Message);
    }

    private void Refuses(string fault)
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => ShardedSafetensors.Open(folder.Path));

        Assert.Contains(fault, error.Message);
        Assert.Contains(ShardedSafetensors.IndexName, error.Message);
    }

    private void Shard(string name, string tensor, float value)
    {
        using FileStream file = File.Create(folder[name]);
        SafetensorsWriter.Write(file, new Dictionary<string, string>(), [new NamedTensor(tensor, [1], new[] { value })]);
    }

    private void Index(params (string Tensor, string File)[] places) => File.WriteAllText(
        folder[ShardedSafetensors.IndexName],
        JsonSerializer.Serialize(new { weight_map = places.ToDictionary(place => place.Tensor, place => place.File) }));
}
