namespace Tapir.Models.Checkpoints.Elements;

/// <summary>How the numbers of a tensor are stored: blocks of <paramref name="blockElements"/> numbers in <paramref name="blockBytes"/> bytes.</summary>
internal abstract unsafe class ElementFormat(string name, int blockElements, int blockBytes)
{
    /// <summary>The name that the file formats use, as F16 or Q4_1.</summary>
    public string Name { get; } = name;

    public int BlockElements { get; } = blockElements;

    public int BlockBytes { get; } = blockBytes;

    /// <summary>Bytes of so many numbers, a whole number of blocks.</summary>
    public long BytesOf(long elements) => checked(elements / BlockElements * BlockBytes);

    /// <summary>Converts to float32. The source need not be aligned.</summary>
    public abstract void Decode(byte* source, float* target, int blocks);

    public override string ToString() => Name;
}
