namespace Tapir.Models.Safetensors;

/// <summary>A float32 tensor to be written, in row-major order.</summary>
internal sealed record NamedTensor(string Name, long[] Shape, ReadOnlyMemory<float> Values);
