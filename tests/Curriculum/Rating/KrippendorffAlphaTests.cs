using Tapir.Curriculum.Rating;

namespace Tapir.Curriculum.Tests.Rating;

[TestClass]
public sealed class KrippendorffAlphaTests
{
    // What four observers said of each of twelve units (Krippendorff 2011, part C).
    private static readonly int[][] Published = [[1, 1, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [5, 5, 5], [1, 1], [3]];

    [TestMethod]
    public void Of_PublishedCase_IsItsAlpha() => Assert.AreEqual(0.743, KrippendorffAlpha.Of(Published)!.Value, 5e-4);

    [TestMethod]
    public void Of_CompleteAgreement_IsOne() => Assert.AreEqual(1, KrippendorffAlpha.Of([[1, 1], [2, 2, 2]])!.Value, 1e-12);

    [TestMethod]
    public void Of_NeverAgreed_IsWorseThanChance() => Assert.IsLessThan(0, KrippendorffAlpha.Of([[1, 2], [2, 1], [1, 2]])!.Value);

    [TestMethod]
    public void Of_NobodyTwiceOrAlwaysTheSame_TellsNothing()
    {
        Assert.IsNull(KrippendorffAlpha.Of([[1], [2]]));
        Assert.IsNull(KrippendorffAlpha.Of([[1, 1], [1, 1]]));
        Assert.IsNull(KrippendorffAlpha.Of<int>([]));
    }
}
