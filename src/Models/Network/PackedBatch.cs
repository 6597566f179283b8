namespace Tapir.Models.Network;

/// <summary>Sequences one after the other, without padding, and the rows whose next token counts in the loss.</summary>
/// <param name="Ids">Token ids, <c>[tokens]</c>.</param>
/// <param name="Starts">Where each sequence begins, and at the end the number of tokens: <c>[sequences + 1]</c>.</param>
/// <param name="LossRows">Rows that predict a response token, ascending.</param>
/// <param name="Targets">What each of them should predict.</param>
/// <param name="Weights">The weight of each of them.</param>
internal sealed record PackedBatch(int[] Ids, int[] Starts, int[] LossRows, int[] Targets, float[] Weights)
{
    /// <value>The preferences that the sequences are; none where each sequence is an example of its own.</value>
    public IReadOnlyList<PackedPair> Pairs { get; init; } = [];

    /// <value>What its loss is divided by, together with that of the step's other micro-batches: response tokens, or pairs.</value>
    public int Units => Pairs.Count > 0 ? Pairs.Count : LossRows.Length;

    /// <summary>Every row counts: for losses and logits over whole texts.</summary>
    public static PackedBatch OfText(int[] ids) => new(
        ids, [0, ids.Length], [.. Enumerable.Range(0, ids.Length - 1)], ids[1..], [.. Enumerable.Repeat(1f, ids.Length - 1)]);
}
