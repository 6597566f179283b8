using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tests.Tokenization.Pipeline;

[TestClass]
public sealed class SplitStageTests
{
    // The examples of the tokenizers library's documentation of SplitDelimiterBehavior.
    [TestMethod]
    [DataRow("Removed", "the|final|countdown")]
    [DataRow("Isolated", "the|-|final|-|-|countdown")]
    [DataRow("MergedWithPrevious", "the-|final-|-|countdown")]
    [DataRow("MergedWithNext", "the|-final|-|-countdown")]
    [DataRow("Contiguous", "the|-|final|--|countdown")]
    public void Take_EachBehavior_CutsAsDocumented(string behavior, string expected)
    {
        CollectedPieces pieces = new();

        new SplitStage(new StringPattern("-"), Enum.Parse<SplitBehavior>(behavior), isInverted: false, pieces).Take("the-final--countdown", isFirst: true, []);

        Assert.AreEqual(expected, string.Join('|', pieces.Texts));
    }

    [TestMethod]
    public void Take_Inverted_KeepsTheMatches()
    {
        CollectedPieces pieces = new();

        new SplitStage(new StringPattern("ab"), SplitBehavior.Removed, isInverted: true, pieces).Take("xabyab", isFirst: true, []);

        Assert.AreEqual("ab|ab", string.Join('|', pieces.Texts));
    }

    [TestMethod]
    public void Take_Digits_AloneOrInRuns()
    {
        CollectedPieces alone = new(), runs = new();

        new DigitsStage(isEachAlone: true, alone).Take("a12b𝟙²", isFirst: true, []);
        new DigitsStage(isEachAlone: false, runs).Take("a12b𝟙²", isFirst: true, []);

        Assert.AreEqual("a|1|2|b|𝟙|²", string.Join('|', alone.Texts));
        Assert.AreEqual("a|12|b|𝟙²", string.Join('|', runs.Texts));
    }

    [TestMethod]
    public void Take_Metaspace_MarksAndCutsBeforeEachMark()
    {
        CollectedPieces pieces = new(), later = new();

        new MetaspaceStage('▁', PrependScheme.First, splits: true, pieces).Take("a b  c", isFirst: true, []);
        new MetaspaceStage('▁', PrependScheme.First, splits: true, later).Take("a b", isFirst: false, []);

        Assert.AreEqual("▁a|▁b|▁|▁c", string.Join('|', pieces.Texts));
        Assert.AreEqual("a|▁b", string.Join('|', later.Texts));
    }

    [TestMethod]
    public void Take_MarkBoundary_CutsOnlyWhereNoMergeCrosses()
    {
        CollectedPieces pieces = new();

        new MarkBoundaryStage('▁', pieces).Take("▁a▁b▁▁c", isFirst: true, []);

        Assert.AreEqual("▁a|▁b|▁▁c", string.Join('|', pieces.Texts));
        Assert.IsTrue(MarkBoundaryStage.IsExact(["▁a", "▁▁", "b"], '▁'));
        Assert.IsFalse(MarkBoundaryStage.IsExact(["a▁"], '▁'));
    }

    private sealed class CollectedPieces : TextStage
    {
        public List<string> Texts { get; } = [];

        public override void Take(ReadOnlySpan<char> text, bool isFirst, List<int> ids) => Texts.Add(text.ToString());
    }
}
