using Tapir.Models.Kernels;
using TorchSharp;

namespace Tapir.Models.Network;

/// <summary>What an adapter adds to one product of a block, forward and backward, for some rows.</summary>
/// <remarks>With <c>h = x · Aᵀ</c>: <c>y += s · h · Bᵀ</c>; back, with <c>g = s · dy · B</c>: <c>dx += g · A</c>, <c>dB += s · dyᵀ · h</c>, <c>dA += gᵀ · x</c>.</remarks>
internal static class AdaptedProduct
{
    /// <summary><c>h = x · Aᵀ</c></summary>
    public static void Inner(AdapterGroup group, Matrix x, Matrix h) => Product.Forward(x, group.A, h);

    /// <summary><c>y += s · h · Bᵀ</c>, each part into its columns.</summary>
    public static void Add(AdapterGroup group, AdapterShape shape, Matrix h, Matrix y)
    {
        for (int i = 0; i < group.Parts.Count; i++)
        {
            AdapterPart part = group.Parts[i];
            using torch.Tensor columns = y.Tensor.narrow(1, part.FirstColumn, part.B.Rows), own = h.Tensor.narrow(1, i * shape.Rank, shape.Rank);
            _ = columns.addmm_(own, part.B.Transposed, 1, shape.Scale);
        }
    }

    /// <summary><c>g = s · dy · B</c>, each part from its columns.</summary>
    public static void InnerGradient(AdapterGroup group, AdapterShape shape, Matrix dy, Matrix g)
    {
        for (int i = 0; i < group.Parts.Count; i++)
        {
            AdapterPart part = group.Parts[i];
            using torch.Tensor columns = dy.Tensor.narrow(1, part.FirstColumn, part.B.Rows), own = g.Tensor.narrow(1, i * shape.Rank, shape.Rank);
            _ = own.addmm_(columns, part.B.Tensor, 0, shape.Scale);
        }
    }

    /// <summary><c>dx += g · A</c></summary>
    public static void InputGradient(AdapterGroup group, Matrix g, Matrix dx) => _ = dx.Tensor.addmm_(g.Tensor, group.A.Tensor, 1, 1);

    /// <summary><c>dB += s · dyᵀ · h</c> of one part.</summary>
    public static void OuterWeightGradient(AdapterGroup gradient, int part, AdapterShape shape, Matrix dy, Matrix h)
    {
        AdapterPart of = gradient.Parts[part];
        using torch.Tensor columns = dy.Tensor.narrow(1, of.FirstColumn, of.B.Rows), across = columns.t(), own = h.Tensor.narrow(1, part * shape.Rank, shape.Rank);
        _ = of.B.Tensor.addmm_(across, own, 1, shape.Scale);
    }

    /// <summary><c>dA += gᵀ · x</c> of all parts.</summary>
    public static void InnerWeightGradient(AdapterGroup gradient, Matrix g, Matrix x) => Product.WeightGradient(g, x, gradient.A);
}
