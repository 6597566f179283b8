using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Tapir.Models.Devices;
using Tapir.Models.NativeLibrary;
using TorchSharp;

namespace Tapir.Models;

/// <summary>What decides the last bits of a float computed here.</summary>
public static class NumericEnvironment
{
    /// <summary>For example <c>cpu; x64 AVX512F; threads any; libtorch 2.10.0; .NET 10.0</c>. Two machines with one description give one result.</summary>
    /// <remarks>"threads any": work is cut the same way however many threads share it, and libtorch itself runs on one thread of each.</remarks>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    public static string Describe()
    {
        Torch.EnsureLoaded();
        return $"cpu; {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()} {InstructionSet}; threads any; "
            + $"libtorch {torch.__version__}{Torch.Mark}; .NET {Environment.Version.ToString(2)}";
    }

    /// <summary>The same for what is computed on a device, for example <c>...; students on NVIDIA H100 80GB HBM3 (compute capability 9.0, CUDA driver 12.4)</c>. On the processor
    /// it is that of <see cref="Describe()"/>.</summary>
    /// <exception cref="DeviceUnavailableException">There is no such device here.</exception>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    public static string Describe(ComputeDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.IsCpu ? Describe() : $"{Describe()}; students on {DeviceSearch.Find(device, ProductPrecision.Float32)}";
    }

    private static string InstructionSet =>
        Avx512F.IsSupported ? "AVX512F" : Fma.IsSupported && Avx2.IsSupported ? "AVX2" : Vector128.IsHardwareAccelerated ? "128-bit" : "scalar";
}
