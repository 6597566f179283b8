using System.Buffers.Binary;
using System.Text;
using Tapir.Models.Safetensors;

namespace Tapir.Models.Tests.Safetensors;

[TestClass]
public sealed class SafetensorsFileTests
{
    [TestMethod]
    public void Read_WrittenTensors_GivesThemBack()
    {
        using MemoryStream stream = new();
        SafetensorsWriter.Write(stream, new Dictionary<string, string> { ["format"] = "pt" }, [new NamedTensor("b", [2], new float[] { 1, 2 }), new NamedTensor("a", [1, 3], new float[] { 3, 4, 5 })]);
        stream.Position = 0;

        SafetensorsFile file = SafetensorsFile.Read(stream, "x");

        float[] values = new float[3];
        file.CopyTo("a", [1, 3], values);
        CollectionAssert.AreEqual(new float[] { 3, 4, 5 }, values);
        Assert.AreEqual("pt", file.Metadata["format"]);
    }

    [TestMethod]
    [DataRow("F16", new byte[] { 0x00, 0x3E }, 1.5f)]
    [DataRow("BF16", new byte[] { 0xC0, 0x3F }, 1.5f)]
    [DataRow("F32", new byte[] { 0, 0, 0xC0, 0x3F }, 1.5f)]
    public void CopyTo_ElementTypes_AreConverted(string type, byte[] data, float expected)
    {
        SafetensorsFile file = Read("{\"t\":{\"dtype\":\"" + type + $"\",\"shape\":[1],\"data_offsets\":[0,{data.Length}]}}}}", data);
        float[] value = new float[1];

        file.CopyTo("t", [1], value);

        Assert.AreEqual(expected, value[0]);
    }

    [TestMethod]
    [DataRow("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "truncated")]
    [DataRow("""{"t":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "does not fit")]
    [DataRow("""{"t":{"dtype":"F32","shape":[-1],"data_offsets":[0,-4]}}""", 8, "does not fit")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "overlaps")]
    [DataRow("""{"t":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", 8, "I64")]
    [DataRow("""{"t":{"dtype":"F32","shape":[9223372036854775807, 4],"data_offsets":[0,8]}}""", 8, "not valid")]
    [DataRow("""{"t":{"dtype":"F32","shape":[1]}}""", 4, "not valid")]
    [DataRow("[]", 0, "not valid")]
    [DataRow("{ ", 0, "not valid")]
    public void Read_HeaderThatLies_SaysWhatIsWrong(string header, int dataLength, string fault)
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => Read(header, new byte[dataLength]));

        StringAssert.Contains(error.Message, fault);
        StringAssert.StartsWith(error.Message, "weights");
    }

    [TestMethod]
    public void Read_HeaderLengthOfAnotherFormat_AllocatesNothingForIt()
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(
            () => SafetensorsFile.Read(new MemoryStream(Encoding.ASCII.GetBytes("GIF89a and more")), "weights"));

        StringAssert.Contains(error.Message, "not a safetensors file");
    }

    [TestMethod]
    public void CopyTo_AnotherShape_NamesBoth()
    {
        SafetensorsFile file = Read("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", new byte[4]);

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => file.CopyTo("t", [2], new float[2]));

        StringAssert.Contains(error.Message, "[1], the config asks for [2]");
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.NegativeInfinity)]
    public void CopyTo_ValueThatIsNotFinite_NamesTensorAndPlace(float value)
    {
        using SafetensorsFile file = Read("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", [0, 0, 0, 0, .. BitConverter.GetBytes(value)]);

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => file.CopyTo("t", [2], new float[2]));

        StringAssert.Contains(error.Message, "value 1 of tensor t is");
    }

    [TestMethod]
    public void Read_FileThatIsDeletedMeanwhile_IsReadToItsEnd()
    {
        string path = Path.GetTempFileName();
        using (FileStream written = File.Create(path))
        {
            written.Write("in front"u8);
            SafetensorsWriter.Write(written, new Dictionary<string, string>(), [new NamedTensor("t", [3], new float[] { 1, 2, 3 })]);
        }

        SafetensorsFile file;
        using (FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete))
        {
            stream.Position = "in front".Length;
            file = SafetensorsFile.Read(stream, "weights");
        }

        File.Delete(path);
        float[] values = new float[3];
        using (file)
        {
            file.CopyTo("t", [3], values);
        }

        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, values);
    }

    private static SafetensorsFile Read(string header, byte[] data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, Encoding.UTF8.GetByteCount(header));
        return SafetensorsFile.Read(new MemoryStream([.. length, .. Encoding.UTF8.GetBytes(header), .. data]), "weights");
    }
}
