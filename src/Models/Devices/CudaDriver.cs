using System.Runtime.InteropServices;
using System.Text;
using SystemLibrary = System.Runtime.InteropServices.NativeLibrary;

namespace Tapir.Models.Devices;

/// <summary>Asks NVIDIA's driver what a GPU is; TorchSharp's bindings have no such question. Counts GPUs as libtorch does: CUDA_VISIBLE_DEVICES holds for both.</summary>
internal static unsafe class CudaDriver
{
    // CUdevice_attribute of cuda.h.
    private const int CapabilityMajor = 75;
    private const int CapabilityMinor = 76;
    private const int LongestName = 256;

    /// <exception cref="DeviceUnavailableException">The driver cannot be asked.</exception>
    public static CudaGpu Describe(int index)
    {
        nint library = Library();
        Check(((delegate* unmanaged<uint, int>)Function(library, "cuInit"))(0), "cuInit");
        int device, major, minor, version;
        Check(((delegate* unmanaged<int*, int, int>)Function(library, "cuDeviceGet"))(&device, index), "cuDeviceGet");
        byte* name = stackalloc byte[LongestName];
        Check(((delegate* unmanaged<byte*, int, int, int>)Function(library, "cuDeviceGetName"))(name, LongestName, device), "cuDeviceGetName");
        delegate* unmanaged<int*, int, int, int> attribute = (delegate* unmanaged<int*, int, int, int>)Function(library, "cuDeviceGetAttribute");
        Check(attribute(&major, CapabilityMajor, device), "cuDeviceGetAttribute");
        Check(attribute(&minor, CapabilityMinor, device), "cuDeviceGetAttribute");
        Check(((delegate* unmanaged<int*, int>)Function(library, "cuDriverGetVersion"))(&version), "cuDriverGetVersion");
        return new CudaGpu(Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name)), major, minor, version);
    }

    private static nint Library() => SystemLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out nint library)
        ? library
        : throw new DeviceUnavailableException("NVIDIA's driver is not installed on this machine: its library does not load. Install it, or set training.device to cpu.");

    private static nint Function(nint library, string name) => SystemLibrary.TryGetExport(library, name, out nint function)
        ? function
        : throw new DeviceUnavailableException($"NVIDIA's driver on this machine has no function {name}; it is too old. Install a newer one, or set training.device to cpu.");

    private static void Check(int status, string asked)
    {
        if (status != 0)
        {
            throw new DeviceUnavailableException($"NVIDIA's driver answers {asked} with error {status}. Look whether `nvidia-smi` works, or set training.device to cpu.");
        }
    }
}
