using System.Runtime.InteropServices;
using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Tests.Checkpoints.Elements;

[TestClass]
public sealed unsafe class TensorDecodingTests
{
    // More than one piece, and no whole number of vectors.
    private const int Length = 200_003;

    [TestMethod]
    public void Decode_BFloat16_WidensEveryValue()
    {
        ushort[] stored = [.. Enumerable.Range(0, Length).Select(i => (ushort)(i % 0x7F80))];
        float[] values = new float[Length];

        long bad = Decode(BFloat16Format.Instance, MemoryMarshal.AsBytes<ushort>(stored).ToArray(), values);

        Assert.AreEqual(-1, bad);
        CollectionAssert.AreEqual(stored.Select(bits => BitConverter.UInt32BitsToSingle((uint)bits << 16)).ToArray(), values);
    }

    [TestMethod]
    public void Decode_Float16_WidensEveryValue()
    {
        Half[] stored = [.. Enumerable.Range(0, Length).Select(i => BitConverter.UInt16BitsToHalf((ushort)(i % 0x7C00)))];
        float[] values = new float[Length];

        Decode(Float16Format.Instance, MemoryMarshal.AsBytes<Half>(stored).ToArray(), values);

        CollectionAssert.AreEqual(stored.Select(half => (float)half).ToArray(), values);
    }

    [TestMethod]
    [DataRow(0, float.NaN)]
    [DataRow(70_001, float.PositiveInfinity)]
    [DataRow(Length - 1, float.NegativeInfinity)]
    public void Decode_ValueThatIsNotFinite_IsFound(int place, float value)
    {
        float[] stored = new float[Length];
        stored[place] = value;

        long bad = Decode(Float32Format.Instance, MemoryMarshal.AsBytes<float>(stored).ToArray(), new float[Length]);

        Assert.AreEqual(place, bad);
    }

    [TestMethod]
    public void DecodeRows_Order_PutsEveryRowInItsPlace()
    {
        const int Rows = 1000, Columns = 200;
        float[] stored = [.. Enumerable.Range(0, Rows * Columns).Select(i => (float)i)], values = new float[stored.Length];
        byte[] bytes = MemoryMarshal.AsBytes<float>(stored).ToArray();

        fixed (byte* at = bytes)
        {
            TensorDecoding.DecodeRows(Float32Format.Instance, at, values, Rows, row => Rows - 1 - row);
        }

        CollectionAssert.AreEqual(stored.Chunk(Columns).Reverse().SelectMany(row => row).ToArray(), values);
    }

    [TestMethod]
    [DataRow(1.00390625f, 1f)]
    [DataRow(1.01171875f, 1.015625f)]
    [DataRow(1.004f, 1.0078125f)]
    [DataRow(-3.5f, -3.5f)]
    public void Encode_BFloat16_RoundsToNearestTiesToEven(float value, float expected)
    {
        byte[] stored = TensorEncoding.Encode(BFloat16Format.Instance, [value], new byte[2]).ToArray();

        Assert.AreEqual(expected, BitConverter.UInt32BitsToSingle((uint)BitConverter.ToUInt16(stored) << 16));
    }

    private static long Decode(ElementFormat format, byte[] stored, float[] target)
    {
        fixed (byte* at = stored)
        {
            return TensorDecoding.Decode(format, at, target);
        }
    }
}
