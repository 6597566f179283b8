using System.Globalization;

namespace Tapir.Models.Devices;

/// <summary>One GPU, as far as it decides what comes out of it.</summary>
/// <param name="Name">As its driver calls it.</param>
/// <param name="Major">Of its compute capability.</param>
/// <param name="Minor">The same.</param>
/// <param name="Driver">The CUDA version of the driver, as CUDA writes it: 12040 for 12.4.</param>
internal sealed record CudaGpu(string Name, int Major, int Minor, int Driver)
{
    /// <summary>For example <c>NVIDIA H100 80GB HBM3 (compute capability 9.0, CUDA driver 12.4)</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name} (compute capability {Major}.{Minor}, CUDA driver {Driver / 1000}.{Driver % 1000 / 10})");
}
