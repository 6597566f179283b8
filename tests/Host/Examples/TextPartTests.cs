using Tapir.Host.Dashboard.Examples;

namespace Tapir.Host.Tests.Examples;

[TestClass]
public sealed class TextPartTests
{
    [TestMethod]
    [DataRow("Paris is in France", "paris", "[Paris] is in France")]
    [DataRow("one two one", "one", "[one] two [one]")]
    [DataRow("a longer piece", "long,longer", "a [longer] piece")]
    [DataRow("<b>bold</b>", "bold", "<b>[bold]</b>")]
    [DataRow("日本の首都", "首都", "日本の[首都]")]
    [DataRow("nothing", "", "nothing")]
    [DataRow("", "x", "")]
    public void Of_Pieces_MarksEachAndKeepsTheWholeText(string text, string pieces, string marked) => Assert.AreEqual(
        marked,
        string.Concat(TextPart.Of(text, pieces.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(part => part.IsMarked ? $"[{part.Text}]" : part.Text)));
}
