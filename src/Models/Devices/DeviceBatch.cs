using Tapir.Models.Network;
using static TorchSharp.torch;

namespace Tapir.Models.Devices;

/// <summary>A micro-batch on a device. Its sequences lie one after the other; for attention alone they are laid side by side, as long as the longest.</summary>
/// <param name="Ids">Token ids, <c>[tokens]</c>.</param>
/// <param name="Positions">Of each token in its sequence, <c>[tokens]</c>.</param>
/// <param name="Sequences">How many.</param>
/// <param name="Longest">Tokens of the longest.</param>
/// <param name="SideBySide">The row of each place, <c>[sequences · longest]</c>; the first row where there is none.</param>
/// <param name="OneAfterTheOther">The place of each row, <c>[tokens]</c>.</param>
/// <param name="LossRows">Rows that predict a response token, <c>[loss rows]</c>.</param>
/// <param name="Targets">What each of them should predict.</param>
/// <param name="DropoutKey">Names the step and the micro-batch.</param>
internal sealed record DeviceBatch(
    Tensor Ids, Tensor Positions, int Sequences, int Longest, Tensor SideBySide, Tensor OneAfterTheOther, Tensor LossRows, Tensor Targets, ulong DropoutKey)
{
    /// <summary>In the caller's dispose scope.</summary>
    public static DeviceBatch Of(PackedBatch batch, ulong dropoutKey, Device device)
    {
        int sequences = batch.Starts.Length - 1, longest = Enumerable.Range(0, sequences).Max(i => batch.Starts[i + 1] - batch.Starts[i]);
        long[] sideBySide = new long[sequences * longest], places = new long[batch.Ids.Length];
        for (int i = 0; i < sequences; i++)
        {
            for (int row = batch.Starts[i]; row < batch.Starts[i + 1]; row++)
            {
                places[row] = (i * longest) + row - batch.Starts[i];
                sideBySide[places[row]] = row;
            }
        }

        Tensor On(IEnumerable<long> values) => tensor([.. values], int64, device);
        return new DeviceBatch(
            On(batch.Ids.Select(id => (long)id)),
            On(BlockPass.Positions(batch).Select(position => (long)position)),
            sequences,
            longest,
            On(sideBySide),
            On(places),
            On(batch.LossRows.Select(row => (long)row)),
            On(batch.Targets.Select(target => (long)target)),
            dropoutKey);
    }
}
