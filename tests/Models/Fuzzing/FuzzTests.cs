using Tapir.Models.Checkpoints;
using Tapir.Models.Gguf;
using Tapir.Models.Network;
using Tapir.Models.Safetensors;
using Tapir.Models.Tests.Gguf;

namespace Tapir.Models.Tests.Fuzzing;

/// <summary>Whatever is in a file, one sentence comes out or a model does: no other exception, no crash, no memory for what is not there.</summary>
[TestClass]
public sealed class FuzzTests
{
    private const int Files = 10_000;

    // Some hundred times what the files have.
    private const long MostAllocated = 4 << 20;

    [TestMethod]
    public void Read_DamagedSafetensors_ThrowsInvalidDataOnly()
    {
        using MemoryStream stream = new();
        SafetensorsWriter.Write(stream, new Dictionary<string, string> { ["format"] = "pt" }, [
            new NamedTensor("model.embed_tokens.weight", [4, 8], new float[32]), new NamedTensor("model.norm.weight", [8], new float[8]), new NamedTensor("lm_head.weight", [4, 8], new float[32])]);
        byte[] original = stream.ToArray();

        int read = Fuzz(original, original.Length - (72 * sizeof(float)), bytes =>
        {
            using SafetensorsFile file = SafetensorsFile.Read(new MemoryStream(bytes), "fuzzed");
            foreach (TensorEntry entry in file.Tensors.Values)
            {
                file.CopyTo(entry.Name, [.. entry.Shape.Select(extent => checked((int)extent))], new float[entry.Count]);
            }
        });

        Assert.IsInRange(Files / 100, Files * 9 / 10, read);
    }

    [TestMethod]
    public void Read_DamagedGguf_ThrowsInvalidDataOnly()
    {
        byte[] original = new TinyGguf().Bytes();
        using GgufFile whole = GgufFile.Read(new MemoryStream(original), "whole");

        int read = Fuzz(original, (int)whole.Tensors.Values.Min(tensor => tensor.Start), bytes =>
        {
            using Checkpoint checkpoint = GgufCheckpoint.Of(GgufFile.Read(new MemoryStream(bytes), "fuzzed"), "fuzzed");
            using StudentWeights weights = checkpoint.ReadWeights();
        });

        Assert.IsInRange(Files / 100, Files * 9 / 10, read);
    }

    // How many could be read all the same.
    private static int Fuzz(byte[] original, int head, Action<byte[]> read)
    {
        // What is loaded once for the process is not the file's doing.
        read(original);
        ByteMutator mutator = new(20261123);
        int whole = 0;
        for (int i = 0; i < Files; i++)
        {
            byte[] bytes = mutator.Mutate(original, head);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(bytes);
                whole++;
            }
            catch (InvalidDataException expected)
            {
                Assert.StartsWith("fuzzed", expected.Message, $"file {i}");
            }
            catch (Exception other) when (other is not UnitTestAssertException)
            {
                Assert.Fail($"File {i} ({Convert.ToHexString(bytes[..Math.Min(bytes.Length, 64)])}...): {other}");
            }

            Assert.IsLessThan(MostAllocated, GC.GetAllocatedBytesForCurrentThread() - before, $"file {i}");
        }

        return whole;
    }
}
