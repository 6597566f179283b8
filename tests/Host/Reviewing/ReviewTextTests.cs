using Tapir.Artifacts;
using Tapir.Host.Reviewing;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Tests.Reviewing;

[TestClass]
public sealed class ReviewTextTests
{
    private static readonly ReviewItem Item = new("1", "Math", "math.sum", 3, "What is 7\nplus \u001b[31m5?", "12", 10, [new ReviewedAnswer("S_0", "", 1)], "selected: a gap of 9");

    [TestMethod]
    public void Write_Waiting_ShowsTheWholeSampleAndHowToAnswer()
    {
        string text = Written(new ReviewDocument(
            "mine-1",
            "waiting",
            new WaitingDocument(ReviewPoint.Selection, 1, "review of the selection of round 1", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), ReviewVerdict.Reject, 42, [Item]),
            []));

        StringAssert.Contains(text, "mine-1 waits for a review of the selection of round 1: 1 of 42 examples.");
        StringAssert.Contains(text, "1. Math (math.sum, level 3)\n    What is 7\n    plus \\u001b[31m5?\n  teacher (score 10):\n    12\n  S_0 (score 1):\n    (no answer)\n  why: selected: a gap of 9");
        StringAssert.Contains(text, "Until 2026-01-02 03:04:05 UTC; without an answer it is rejected then.");
        StringAssert.Contains(text, "tapir review mine-1 approve");
        StringAssert.Contains(text, "tapir review mine-1 reject --note");
    }

    [TestMethod]
    public void Write_NothingWaits_SaysWhatWasDecidedByWhom()
    {
        ArtifactRef sample = ArtifactRef.Parse($"artifact:sha256:{new string('0', 64)}");
        string text = Written(new ReviewDocument("mine-1", "done", Waiting: null,
        [
            new ReviewDecision(ReviewPoint.Training, 2, ReviewVerdict.Approve, "fine", "anna", DateTimeOffset.UnixEpoch, sample),
            new ReviewDecision(ReviewPoint.Export, 3, ReviewVerdict.Reject, null, null, DateTimeOffset.UnixEpoch, sample),
        ]));

        StringAssert.Contains(text, "1970-01-01 00:00 training of round 2 approved by anna: fine");
        StringAssert.Contains(text, "1970-01-01 00:00 export of S_3 rejected by default, nobody answered");
        StringAssert.Contains(text, "mine-1 (done) waits for no review.");
    }

    private static string Written(ReviewDocument document)
    {
        using StringWriter output = new() { NewLine = "\n" };
        ReviewText.Write(document, output);
        return output.ToString();
    }
}
