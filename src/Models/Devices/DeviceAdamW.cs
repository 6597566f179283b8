using Tapir.Models.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary><see cref="AdamW"/> over stretches of a flat tensor, in place.</summary>
/// <remarks>It takes all its memory when it is made: one that ran out of it in mid-step would leave half of the weights moved.</remarks>
internal sealed class DeviceAdamW(int longest, Device device) : IDisposable
{
    private readonly Tensor scratch = empty(longest, float32, device).DetachFromDisposeScope();

    /// <param name="weights">At most as many as this was made for; the other three as many.</param>
    public void Apply(Tensor weights, Tensor gradients, Tensor first, Tensor second, AdamW.Step step)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable values = no_grad();
        Tensor gradient = gradients.mul_(step.GradientScale), root = scratch.narrow(0, 0, second.shape[0]);
        first.mul_(step.Beta1).add_(gradient, alpha: 1 - step.Beta1);
        second.mul_(step.Beta2).addcmul_(gradient, gradient, value: 1 - step.Beta2);
        root.copy_(second).mul_(step.SecondCorrection).sqrt_().add_(step.Epsilon);
        weights.mul_(1 - step.Decay).addcdiv_(first, root, value: -step.Rate);
    }

    public void Dispose() => scratch.Dispose();
}
