using Tapir.Models.NativeLibrary;
using TorchSharp;

namespace Tapir.Models.Devices;

/// <summary>The devices that this process can compute on.</summary>
public static class DeviceSearch
{
    /// <summary>What a device is that a training can be computed on: <c>cpu</c>, or for example <c>NVIDIA H100 80GB HBM3 (compute capability 9.0, CUDA driver 12.4)</c>.</summary>
    /// <exception cref="DeviceUnavailableException">It cannot, on this machine or with this libtorch; the message says why and what to do.</exception>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded at all.</exception>
    public static string Find(ComputeDevice device, ProductPrecision precision)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.IsCuda ? ThisMachine().Demand(device, precision).ToString() : device.Name;
    }

    private static CudaMachine ThisMachine()
    {
        Torch.EnsureLoaded();
        return new CudaMachine(Torch.Folder, Torch.CudaProblem, () => torch.TryInitializeDeviceType(DeviceType.CUDA) ? torch.cuda.device_count() : 0, CudaDriver.Describe);
    }
}
