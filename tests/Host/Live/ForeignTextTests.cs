using Tapir.Host.Live;

namespace Tapir.Host.Tests.Live;

[TestClass]
public sealed class ForeignTextTests
{
    [TestMethod]
    [DataRow("a\u001b]0;title\u0007b", "a\\u001b]0;title\\u0007b")]
    [DataRow("\u001b[2J", "\\u001b[2J")]
    [DataRow("up\u009b1A", "up\\u009b1A")]
    [DataRow("abc\u202edcba", "abc\\u202edcba")]
    [DataRow("one\r\ntwo\tthree", "one\ntwo\tthree")]
    [DataRow("Größe 太郎 🙂", "Größe 太郎 🙂")]
    public void Plain_Text_ShowsWhatWouldSteerTheTerminal(string text, string plain) => Assert.AreEqual(plain, ForeignText.Plain(text));

    [TestMethod]
    public void Indented_SeveralLines_SetsEachIn() => Assert.AreEqual("  a\n  b", ForeignText.Indented("a\nb", 2));
}
