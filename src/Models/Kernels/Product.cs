using TorchSharp;

namespace Tapir.Models.Kernels;

/// <summary>The matrix products of a linear layer <c>y = x · wᵀ</c> with <c>w: [out, in]</c>, by libtorch, into memory that exists already.</summary>
internal static class Product
{
    /// <summary><c>y = x · wᵀ</c></summary>
    public static void Forward(Matrix x, Matrix w, Matrix y) => Run(y, x.Tensor, w.Transposed, 0);

    /// <summary><c>y += x · wᵀ</c></summary>
    public static void ForwardOnto(Matrix x, Matrix w, Matrix y) => Run(y, x.Tensor, w.Transposed, 1);

    /// <summary><c>dx = dy · w</c></summary>
    public static void InputGradient(Matrix dy, Matrix w, Matrix dx) => Run(dx, dy.Tensor, w.Tensor, 0);

    /// <summary><c>dw += dyᵀ · x</c></summary>
    public static void WeightGradient(Matrix dy, Matrix x, Matrix dw) => Run(dw, dy.Transposed, x.Tensor, 1);

    private static void Run(Matrix result, torch.Tensor left, torch.Tensor right, float keep)
    {
        // In place: TorchSharp hands back the same object, which is not ours to dispose here.
        _ = result.Tensor.addmm_(left, right, keep, 1);
    }
}
