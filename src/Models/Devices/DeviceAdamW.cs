using Tapir.Models.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary><see cref="AdamW"/> over a stretch of a flat tensor, in place.</summary>
internal static class DeviceAdamW
{
    public static void Apply(Tensor weights, Tensor gradients, Tensor first, Tensor second, AdamW.Step step)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable values = no_grad();
        Tensor gradient = gradients * step.GradientScale;
        first.mul_(step.Beta1).add_(gradient, alpha: 1 - step.Beta1);
        second.mul_(step.Beta2).addcmul_(gradient, gradient, value: 1 - step.Beta2);
        Tensor root = (second * step.SecondCorrection).sqrt_().add_(step.Epsilon);
        weights.mul_(1 - step.Decay).addcdiv_(first, root, value: -step.Rate);
    }
}
