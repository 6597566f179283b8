using Tapir.Models.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary><see cref="Dropout"/> on a device: the same counters through the same mixer, so the same values are left out as on the processor.</summary>
internal static class DeviceDropout
{
    /// <summary>0 where a value is left out, else what it is scaled by, <c>[rows, width]</c>.</summary>
    public static Tensor Mask(long rows, long width, ulong key, float share, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        // Products of int64 wrap round, as those of ulong do.
        Tensor mixed = arange(rows * width, int64, device).mul_(unchecked((long)Dropout.Weyl)).add_(unchecked((long)key));
        mixed = Shifted(mixed, 30).mul_(unchecked((long)Dropout.FirstFactor));
        mixed = Shifted(mixed, 27).mul_(unchecked((long)Dropout.SecondFactor));
        mixed = Shifted(mixed, 31);
        Tensor upper = mixed.bitwise_right_shift(32).bitwise_and(uint.MaxValue);
        return upper.ge(Dropout.Threshold(share)).to(float32).mul_(1f / (1f - share)).view(rows, width).MoveToOuterDisposeScope();
    }

    // z ^ (z >>> bits): the shift of a signed number keeps its sign, which is masked away.
    private static Tensor Shifted(Tensor z, int bits) => z.bitwise_xor(z.bitwise_right_shift(bits).bitwise_and((1L << (64 - bits)) - 1));
}
