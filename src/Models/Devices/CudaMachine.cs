using System.Globalization;

namespace Tapir.Models.Devices;

/// <summary>What this process can know of the GPUs that it may compute on.</summary>
/// <param name="LibraryFolder">Where libtorch was loaded from.</param>
/// <param name="LibraryProblem">Why libtorch's CUDA part is not there; empty where it is loaded.</param>
/// <param name="Count">How many GPUs libtorch finds, asked only where its CUDA part is loaded.</param>
/// <param name="Gpu">What a GPU is, by its number; asked only below the count.</param>
internal sealed record CudaMachine(string LibraryFolder, string LibraryProblem, Func<int> Count, Func<int, CudaGpu> Gpu)
{
    private const int FirstWithBfloat16 = 8;

    /// <summary>The GPU that a device is, fit for a precision.</summary>
    /// <exception cref="DeviceUnavailableException">There is none, or it is too old for the precision.</exception>
    public CudaGpu Demand(ComputeDevice device, ProductPrecision precision)
    {
        if (LibraryProblem.Length > 0)
        {
            throw new DeviceUnavailableException(
                $"training.device is {device}, but {LibraryProblem} Build with -p:TorchBackend=cuda, or name an installed libtorch with CUDA by TapirLibTorch; or set training.device to cpu.");
        }

        int count = Count();
        if (count == 0)
        {
            throw new DeviceUnavailableException(
                $"training.device is {device}, but libtorch finds no GPU on this machine. Look whether `nvidia-smi` shows one, whether its driver is new enough for this libtorch ({LibraryFolder}), "
                + "and whether CUDA_VISIBLE_DEVICES hides it; or set training.device to cpu.");
        }

        if (device.Index >= count)
        {
            throw new DeviceUnavailableException(string.Create(
                CultureInfo.InvariantCulture, $"training.device is {device}, but this machine has {(count == 1 ? "one GPU, cuda:0" : $"{count} GPUs, cuda:0 to cuda:{count - 1}")}. Name one of them, or look whether CUDA_VISIBLE_DEVICES hides it."));
        }

        CudaGpu gpu = Gpu(device.Index);
        return precision == ProductPrecision.Float32 || gpu.Major >= FirstWithBfloat16 ? gpu : throw new DeviceUnavailableException(string.Create(
            CultureInfo.InvariantCulture, $"training.precision is bfloat16, but {device} is {gpu}, and GPUs compute in bfloat16 from compute capability {FirstWithBfloat16}.0 on. Set training.precision to float32."));
    }
}
