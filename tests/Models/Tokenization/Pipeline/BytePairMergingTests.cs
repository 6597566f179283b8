using Tapir.Models.Tokenization;
using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tests.Tokenization.Pipeline;

[TestClass]
public sealed class BytePairMergingTests
{
    private static readonly MergeTable Rules = MergeTrainer.Train(["banana bandana ananas cabana banana bandana anna nab"], 290);

    [TestMethod]
    public void Merge_LongWords_GivesWhatMergingPairByPairGives()
    {
        Random random = new(3);
        for (int round = 0; round < 200; round++)
        {
            byte[] word = [.. Enumerable.Range(0, random.Next(1, 120)).Select(_ => (byte)"abcdn"[random.Next(5)])];
            int[] ids = [.. word.Select(MergeTable.ByteId)];

            int[] merged = ids[..BytePairMerging.Merge(Rules, ids)];

            CollectionAssert.AreEqual(PairByPair([.. word.Select(MergeTable.ByteId)]), merged);
        }
    }

    // Quadratic work would be 10^12 steps.
    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public void Encode_MegabyteWithoutASpace_Ends()
    {
        StudentTokenizer tokenizer = new(Rules);
        string text = string.Concat(Enumerable.Repeat("banana", 175_000));

        Assert.AreEqual(text, tokenizer.Decode(tokenizer.Encode(text)));
    }

    private static List<int> PairByPair(List<int> ids)
    {
        while (true)
        {
            (int Rank, int Merged, int At) best = (int.MaxValue, 0, -1);
            for (int i = 0; i + 1 < ids.Count; i++)
            {
                if (Rules.TryMerge(ids[i], ids[i + 1], out (int Rank, int Merged) merge) && merge.Rank < best.Rank)
                {
                    best = (merge.Rank, merge.Merged, i);
                }
            }

            if (best.At < 0)
            {
                return ids;
            }

            ids[best.At] = best.Merged;
            ids.RemoveAt(best.At + 1);
        }
    }
}
