using System.Diagnostics.CodeAnalysis;

namespace Tapir.Models.Devices;

/// <summary>In what the matrix products of a training are computed. Weights, moments, norms and losses are float32 either way.</summary>
public enum ProductPrecision
{
    /// <summary>float32.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "It is the name of the format, as users write it.")]
    Float32,

    /// <summary>bfloat16, rounded from float32 before each product; not on the processor, and on a GPU from compute capability 8.0 on.</summary>
    Bfloat16,
}
