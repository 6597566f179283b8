using TorchSharp;

namespace Tapir.Models.Kernels;

/// <summary>The matrix products of a linear layer <c>y = x · wᵀ</c> with <c>w: [out, in]</c>, by libtorch, into memory that exists already.</summary>
internal static class Product
{
    /// <summary><c>y = x · wᵀ</c></summary>
    public static void Forward(Matrix x, Matrix w, Matrix y) => Run(y.Tensor, x.Tensor, w.Transposed, 0);

    /// <summary><c>y += x · wᵀ</c></summary>
    public static void ForwardOnto(Matrix x, Matrix w, Matrix y) => Run(y.Tensor, x.Tensor, w.Transposed, 1);

    /// <summary>The columns of <c>y = x · wᵀ</c> that belong to some rows of w.</summary>
    public static void Forward(Matrix x, Matrix w, Matrix y, int firstRow, int rows)
    {
        if (rows == w.Rows)
        {
            Forward(x, w, y);
            return;
        }

        using torch.Tensor columns = y.Tensor.narrow(1, firstRow, rows);
        using Matrix part = w.Part(firstRow, rows);
        Run(columns, x.Tensor, part.Transposed, 0);
    }

    /// <summary><c>dx = dy · w</c></summary>
    public static void InputGradient(Matrix dy, Matrix w, Matrix dx) => Run(dx.Tensor, dy.Tensor, w.Tensor, 0);

    /// <summary><c>dw += dyᵀ · x</c></summary>
    public static void WeightGradient(Matrix dy, Matrix x, Matrix dw) => Run(dw.Tensor, dy.Transposed, x.Tensor, 1);

    /// <summary>Some rows of <c>dw += dyᵀ · x</c>.</summary>
    public static void WeightGradient(Matrix dy, Matrix x, Matrix dw, int firstRow, int rows)
    {
        if (rows == dw.Rows)
        {
            WeightGradient(dy, x, dw);
            return;
        }

        using torch.Tensor columns = dy.Tensor.narrow(1, firstRow, rows), across = columns.t();
        using Matrix part = dw.Part(firstRow, rows);
        Run(part.Tensor, across, x.Tensor, 1);
    }

    // In place: TorchSharp hands back the same object, which is not ours to dispose here.
    private static void Run(torch.Tensor result, torch.Tensor left, torch.Tensor right, float keep) => _ = result.addmm_(left, right, keep, 1);
}
