using System.Globalization;

namespace Tapir.Models.Devices;

/// <summary>What a student is trained on: the processor, by the kernels of this room, or a device that libtorch knows, by tensors that live there.</summary>
public sealed record ComputeDevice
{
    private const string Cuda = "cuda";
    private readonly bool isTensors;

    private ComputeDevice(string name, bool isTensors, int index)
    {
        Name = name;
        this.isTensors = isTensors;
        Index = index;
    }

    /// <summary><c>cpu</c>: the processor.</summary>
    public static ComputeDevice Cpu { get; } = new("cpu", isTensors: false, 0);

    /// <summary>The code of a device, computed by libtorch on the processor: where a test looks at it.</summary>
    internal static ComputeDevice TensorsOnCpu { get; } = new("cpu tensors", isTensors: true, 0);

    /// <value><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</value>
    public string Name { get; }

    /// <value>Which of the machine's GPUs, from 0.</value>
    public int Index { get; }

    /// <value>Whether it is the processor, by this room's own kernels.</value>
    public bool IsCpu => !isTensors;

    /// <value>Whether it is a GPU of NVIDIA's.</value>
    public bool IsCuda => isTensors && Name.StartsWith(Cuda, StringComparison.Ordinal);

    /// <summary>Reads <c>cpu</c>, <c>cuda</c> (the first GPU) or <c>cuda:N</c>.</summary>
    /// <exception cref="FormatException">It is none of these; the message says what they are.</exception>
    public static ComputeDevice Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name switch
        {
            "cpu" => Cpu,
            Cuda => new ComputeDevice(Cuda, isTensors: true, 0),
            _ when name.StartsWith(Cuda + ":", StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(Cuda.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index) => new ComputeDevice(name, isTensors: true, index),
            _ => throw new FormatException($"'{name}' is no device; write cpu, cuda, or cuda:N for one GPU of several, counted from 0"),
        };
    }

    public override string ToString() => Name;

    internal TorchSharp.torch.Device ToTorch() => IsCuda ? new TorchSharp.torch.Device(TorchSharp.DeviceType.CUDA, Index) : TorchSharp.torch.CPU;
}
