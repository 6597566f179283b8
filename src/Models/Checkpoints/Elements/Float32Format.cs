namespace Tapir.Models.Checkpoints.Elements;

/// <summary>IEEE 754 binary32, little-endian as every platform that libtorch runs on.</summary>
internal sealed unsafe class Float32Format() : WritableFormat("F32", 1, sizeof(float))
{
    public static Float32Format Instance { get; } = new();

    public override void Decode(byte* source, float* target, int blocks) => Copy(source, target, blocks);

    public override void Encode(float* source, byte* target, int blocks) => Copy(source, target, blocks);

    private static void Copy(void* source, void* target, int elements)
    {
        long bytes = (long)elements * sizeof(float);
        Buffer.MemoryCopy(source, target, bytes, bytes);
    }
}
