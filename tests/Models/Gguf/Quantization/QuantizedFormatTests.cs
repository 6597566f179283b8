using Tapir.Models.Checkpoints.Elements;
using Tapir.Models.Gguf.Quantization;

namespace Tapir.Models.Tests.Gguf.Quantization;

[TestClass]
public sealed unsafe class QuantizedFormatTests
{
    [TestMethod]
    [DataRow("Q8_0", 8u, new[] { 0 })]
    [DataRow("Q4_0", 2u, new[] { 0 })]
    [DataRow("Q4_1", 3u, new[] { 0, 2 })]
    [DataRow("Q5_0", 6u, new[] { 0 })]
    [DataRow("Q5_1", 7u, new[] { 0, 2 })]
    [DataRow("Q4_K", 12u, new[] { 0, 2 })]
    [DataRow("Q5_K", 13u, new[] { 0, 2 })]
    [DataRow("Q6_K", 14u, new[] { 208 })]
    public void Decode_RandomBlocks_GivesTheBitsOfTheReference(string name, uint number, int[] halves)
    {
        const int Blocks = 50;
        ElementFormat format = QuantizedFormats.Of(number, "t", "x").Format;
        byte[] stored = new byte[Blocks * format.BlockBytes];
        Random random = new(7);
        random.NextBytes(stored);
        for (int block = 0; block < Blocks; block++)
        {
            foreach (int at in halves)
            {
                BitConverter.TryWriteBytes(stored.AsSpan((block * format.BlockBytes) + at), (Half)(random.NextSingle() - 0.5f));
            }
        }

        float[] values = new float[Blocks * format.BlockElements];
        fixed (byte* source = stored)
        fixed (float* target = values)
        {
            format.Decode(source, target, Blocks);
        }

        Assert.AreEqual(name, format.Name);
        CollectionAssert.AreEqual(ReferenceDequantization.Decode(name, stored), values);
    }

    [TestMethod]
    public void Encode_EightBits_IsWithinHalfAStepOfEveryValue()
    {
        Random random = new(3);
        float[] values = [.. Enumerable.Range(0, 3200).Select(i => i < 32 ? 0 : (random.NextSingle() - 0.5f) * (1 + (i / 32)))];

        float[] read = ReferenceDequantization.Decode("Q8_0", TensorEncoding.Encode(Q8Format.Instance, values, new byte[3400]).ToArray());

        foreach ((float[] before, float[] after) in values.Chunk(32).Zip(read.Chunk(32)))
        {
            // Half a step, and the rounding of the scale to half precision for the largest.
            float step = before.Max(MathF.Abs) / 127, tolerance = (step / 2) + (127 * step / 2048);
            Assert.IsTrue(before.Zip(after).All(pair => MathF.Abs(pair.First - pair.Second) <= tolerance));
        }
    }

    [TestMethod]
    [DataRow(10u, "Q2_K")]
    [DataRow(20u, "IQ4_NL")]
    [DataRow(4242u, "type 4242")]
    public void Of_UnknownQuantization_SaysWhichCanBeRead(uint number, string named)
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => QuantizedFormats.Of(number, "blk.0.attn_q.weight", "model.gguf"));

        Assert.Contains(named, error.Message);
        Assert.Contains("F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q4_K, Q5_K, Q6_K can be read", error.Message);
    }
}
