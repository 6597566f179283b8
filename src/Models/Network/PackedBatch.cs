namespace Tapir.Models.Network;

/// <summary>Sequences one after the other, without padding, and the rows whose next token counts in the loss.</summary>
/// <param name="Ids">Token ids, <c>[tokens]</c>.</param>
/// <param name="Starts">Where each sequence begins, and at the end the number of tokens: <c>[sequences + 1]</c>.</param>
/// <param name="LossRows">Rows that predict a response token, ascending.</param>
/// <param name="Targets">What each of them should predict.</param>
/// <param name="Weights">The weight of each of them.</param>
internal sealed record PackedBatch(int[] Ids, int[] Starts, int[] LossRows, int[] Targets, float[] Weights)
{
    /// <summary>Every row counts: for losses and logits over whole texts.</summary>
    public static PackedBatch OfText(int[] ids) => new(
        ids, [0, ids.Length], [.. Enumerable.Range(0, ids.Length - 1)], ids[1..], [.. Enumerable.Repeat(1f, ids.Length - 1)]);
}
