using Tapir.Models.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary>Final norm, output projection and cross-entropy, for the rows that have a loss and in pieces: all logits at once would be the largest tensor of all.</summary>
internal sealed class DeviceLoss(StudentConfig config, DeviceWeights weights, DeviceProducts products)
{
    private const int Piece = 512;

    /// <summary>Returns <c>Σ weight · cross-entropy</c> (for pairs their <see cref="PreferenceLoss"/>) and adds the gradients of it times <paramref name="factor"/>: to that of
    /// <paramref name="last"/>, and to those of head and norm where they are trained.</summary>
    /// <param name="batch">The micro-batch.</param>
    /// <param name="on">The same on the device.</param>
    /// <param name="last">Output of the last block, <c>[tokens, width]</c>, a leaf.</param>
    public double Run(PackedBatch batch, DeviceBatch on, Tensor last, double factor)
    {
        if (batch.Pairs.Count == 0)
        {
            return Backward(on, last, batch.Weights, factor);
        }

        // The weight of a row follows from all rows of its pair, so the logits are made twice: they are too many to be kept.
        PreferenceLoss preference = PreferenceLoss.Of(batch.Pairs, LogProbabilities(on, last));
        Backward(on, last, preference.RowWeights, factor);
        return preference.Loss;
    }

    private double Backward(DeviceBatch on, Tensor last, float[] rowWeights, double factor)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor loss = zeros(1, float64, last.device), all = tensor(rowWeights, float32, last.device);
        for (int first = 0; first < rowWeights.Length; first += Piece)
        {
            using DisposeScope piece = NewDisposeScope();
            int count = Math.Min(Piece, rowWeights.Length - first);
            Tensor weighted = CrossEntropy(on, last, first, count) * all.narrow(0, first, count);
            loss.add_(weighted.detach().to(float64).sum());
            (weighted.sum() * factor).backward();
        }

        return loss.item<double>();
    }

    /// <summary>Log-probability of the target of each row with a loss, <c>[loss rows]</c>, in nats.</summary>
    public float[] LogProbabilities(DeviceBatch on, Tensor last)
    {
        using IDisposable forward = no_grad();
        float[] probabilities = new float[on.Targets.shape[0]];
        for (int first = 0; first < probabilities.Length; first += Piece)
        {
            using DisposeScope piece = NewDisposeScope();
            CrossEntropy(on, last, first, Math.Min(Piece, probabilities.Length - first)).neg().cpu().data<float>().CopyTo(probabilities, first);
        }

        return probabilities;
    }

    private Tensor CrossEntropy(DeviceBatch on, Tensor last, int first, int count)
    {
        Tensor rows = DeviceRows.Of(last, on.LossRows.narrow(0, first, count));
        Tensor logits = products.Of(DeviceNorm.Of(rows, weights.FinalNorm, config.NormEpsilon), weights.Head.t());
        return nn.functional.cross_entropy(logits, on.Targets.narrow(0, first, count), reduction: nn.Reduction.None);
    }
}
