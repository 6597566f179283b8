namespace Tapir.Models.Export.Gguf;

/// <summary>The format of the matrices in an exported GGUF file; vectors stay float32.</summary>
public enum GgufPrecision
{
    /// <summary>Half precision.</summary>
    F16,

    /// <summary>Eight bits a weight and a scale for each 32.</summary>
    Q8,
}
