using System.Buffers.Binary;
using System.Text;
using Tapir.Models.Gguf;

namespace Tapir.Models.Tests.Gguf;

[TestClass]
public sealed class GgufFileTests
{
    private const int CountsAt = 8, PairsAt = 16, FirstKeyAt = 24;

    [TestMethod]
    public void Read_WrittenFile_GivesMetadataAndTensorsBack()
    {
        TinyGguf tiny = new();

        using GgufFile file = tiny.File();

        Assert.AreEqual("llama", file.Metadata.Text("general.architecture"));
        Assert.AreEqual(32, file.Metadata.Count("llama.embedding_length"));
        Assert.AreEqual(50000, file.Metadata.Number("llama.rope.freq_base"));
        CollectionAssert.AreEqual(new[] { "a", "b", "c", "d", "e", "f" }, file.Metadata.Texts("tokenizer.ggml.tokens").ToArray());
        CollectionAssert.AreEqual(new long[] { 1, 1, 1, 1, 1, 3 }, file.Metadata.WholeNumbers("tokenizer.ggml.token_type").ToArray());
        CollectionAssert.AreEqual(new long[] { 64, 32 }, file.Tensors["blk.0.ffn_up.weight"].Shape);
    }

    [TestMethod]
    public void Metadata_OfAClosedFile_StaysValid()
    {
        GgufFile file = new TinyGguf().File();
        file.Dispose();

        Assert.AreEqual("{{ messages }}", file.Metadata.Text("tokenizer.chat_template"));
    }

    [TestMethod]
    [DataRow("missing", "has no missing")]
    [DataRow("tokenizer.ggml.tokens", "is a list of 6, not a text")]
    [DataRow("llama.block_count", "is 1, not a text")]
    public void Metadata_AnotherKindThanAsked_NamesKeyAndKind(string key, string fault)
    {
        using GgufFile file = new TinyGguf().File();

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => file.Metadata.Text(key));

        Assert.Contains(fault, error.Message);
        Assert.StartsWith("tiny.gguf", error.Message);
    }

    [TestMethod]
    [DataRow("GIF89a and more", "instead of \"GGUF\"")]
    [DataRow("GG", "truncated")]
    [DataRow("", "truncated")]
    [DataRow("GGUF\u0001\0\0\0", "version 1")]
    [DataRow("GGUF\0\0\0\u0003", "big-endian")]
    public void Read_AnotherFormat_SaysSo(string text, string fault) => Refuses(Encoding.Latin1.GetBytes(text), fault);

    [TestMethod]
    [DataRow(CountsAt, ulong.MaxValue, "tensors")]
    [DataRow(CountsAt, 5000ul, "tensors")]
    [DataRow(PairsAt, 1ul << 63, "metadata values")]
    [DataRow(FirstKeyAt, 1ul << 63, "9223372036854775808 bytes long")]
    [DataRow(FirstKeyAt, 100_000ul, "100000 bytes long")]
    public void Read_CountThatLies_SaysWhatIsThere(int at, ulong value, string fault)
    {
        byte[] bytes = new TinyGguf().Bytes();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), value);

        Refuses(bytes, fault);
    }

    [TestMethod]
    public void Read_ListThatLies_SaysWhatIsThere()
    {
        byte[] bytes = new TinyGguf().Bytes();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(Find(bytes, "tokenizer.ggml.tokens") + 4 + 4), 1ul << 40);

        Refuses(bytes, "1099511627776 elements in tokenizer.ggml.tokens");
    }

    [TestMethod]
    public void Read_TruncatedValues_NamesTheTensor() => Refuses(new TinyGguf().Bytes()[..^100], "truncated, tensor blk.0.ffn_down.weight ends");

    [TestMethod]
    [DataRow(16, 8ul, "no multiple of 32")]
    [DataRow(16, 1ul << 63, "begins at byte 9223372036854775808")]
    [DataRow(16, 0ul, "before the one in front of it ends")]
    [DataRow(12, 10ul, "Q2_K")]
    [DataRow(4, 1ul << 62, "not a whole number of blocks")]
    [DataRow(4, 0ul, "not a whole number of blocks")]
    [DataRow(0, 9ul, "9 dimensions")]
    public void Read_TensorThatLies_SaysWhatIsWrong(int field, ulong value, string fault)
    {
        // output_norm.weight has one dimension: a number of dimensions (4 bytes), an extent (8), a type (4), an offset (8).
        byte[] bytes = new TinyGguf().Bytes();
        Span<byte> at = bytes.AsSpan(Find(bytes, "output_norm.weight") + field);
        if (field is 0 or 12)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(at, (uint)value);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(at, value);
        }

        Refuses(bytes, fault);
    }

    [TestMethod]
    public void Read_PartOfASplitModel_SaysHowToJoinIt()
    {
        TinyGguf tiny = new();
        tiny.Metadata["split.count"] = 3u;
        tiny.Metadata["split.no"] = 1u;

        Refuses(tiny.Bytes(), "part 2 of 3");
    }

    private static int Find(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) + text.Length;

    private static void Refuses(byte[] bytes, string fault)
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => GgufFile.Read(new MemoryStream(bytes), "model.gguf"));

        Assert.Contains(fault, error.Message);
        Assert.StartsWith("model.gguf", error.Message);
    }
}
