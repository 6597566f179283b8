using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary>Root-mean-square normalisation of the last dimension.</summary>
internal static class DeviceNorm
{
    public static Tensor Of(Tensor x, Tensor gain, double epsilon) => x * rsqrt(x.square().mean([-1L], keepdim: true) + epsilon) * gain;
}
