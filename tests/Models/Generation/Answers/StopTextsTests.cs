using Tapir.Models.Generation.Answers;

namespace Tapir.Models.Tests.Generation.Answers;

[TestClass]
public sealed class StopTextsTests
{
    [TestMethod]
    [DataRow("one\nUser: two", "one", DisplayName = "whole")]
    [DataRow("one\nUse|r: two", "one", DisplayName = "over two pieces")]
    [DataRow("o|n|e|\n|U|s|e|r|:| |t", "one", DisplayName = "character by character")]
    [DataRow("one\nUsers", "one\nUsers", DisplayName = "begun and not finished")]
    [DataRow("one\nUs|\nUser:", "one\nUs", DisplayName = "begun twice")]
    [DataRow("one\nUser", "one\nUser", DisplayName = "cut by the end")]
    [DataRow("aENDb\nUser:", "a", DisplayName = "the first of two")]
    [DataRow("", "", DisplayName = "nothing")]
    public void Append_PiecesWithAStopText_ShowsWhatIsBeforeIt(string pieces, string shown)
    {
        StopTexts stops = new(["\nUser:", "END"]);
        string all = "";

        foreach (string piece in pieces.Split('|'))
        {
            if (!stops.IsMet)
            {
                all += stops.Append(piece);
            }
        }

        all += stops.Finish();

        Assert.AreEqual(shown, all);
    }

    [TestMethod]
    public void Append_NothingThatBeginsAStopText_IsShownAtOnce()
    {
        StopTexts stops = new(["###"]);

        Assert.AreEqual("abc", stops.Append("abc"));
        Assert.AreEqual("d", stops.Append("d##"));
        Assert.AreEqual("##e", stops.Append("e"));
    }
}
