namespace Tapir.Models.Checkpoints.Elements;

/// <summary>A format in which Tapir writes tensors too.</summary>
internal abstract unsafe class WritableFormat(string name, int blockElements, int blockBytes) : ElementFormat(name, blockElements, blockBytes)
{
    /// <summary>Converts from float32, rounding to nearest.</summary>
    public abstract void Encode(float* source, byte* target, int blocks);
}
