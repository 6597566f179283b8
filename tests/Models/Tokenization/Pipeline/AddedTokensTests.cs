using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tests.Tokenization.Pipeline;

[TestClass]
public sealed class AddedTokensTests
{
    private static readonly AddedToken Plain = new(1, "<s>") { IsSpecial = true };

    [TestMethod]
    [DataRow("a<s>b", "a|1|b")]
    [DataRow("<s><s>", "1|1")]
    [DataRow("<s", "<s")]
    [DataRow("", "")]
    public void Split_TokensInText_ArePartsOfTheirOwn(string text, string expected) => Assert.AreEqual(expected, Cut(text, Plain));

    [TestMethod]
    public void Split_TokensThatBeginAlike_TheLongestCounts() =>
        Assert.AreEqual("2|x|1", Cut("<s>>x<s>", Plain, new AddedToken(2, "<s>>")));

    [TestMethod]
    public void Split_StrippingTokens_TakeTheWhiteSpace() =>
        Assert.AreEqual("a|1|b 2", Cut("a \n<s>\t b 2", Plain with { StripLeft = true, StripRight = true }));

    [TestMethod]
    public void Split_SingleWord_OnlyWhereNoWordTouches() =>
        Assert.AreEqual("aword word_ |3|.", Cut("aword word_ word.", new AddedToken(3, "word") { SingleWord = true }));

    [TestMethod]
    public void Split_SpecialsNotRecognised_StayTextOthersDoNot()
    {
        AddedTokens tokens = new([Plain, new AddedToken(2, "<think>")]);

        List<TextPart> parts = tokens.Split("<s><think>", recogniseSpecials: false);

        CollectionAssert.AreEqual(new[] { -1, 2 }, parts.Select(part => part.Token).ToArray());
    }

    private static string Cut(string text, params AddedToken[] tokens) => string.Join(
        '|', new AddedTokens(tokens).Split(text, recogniseSpecials: true).Select(part => part.IsToken ? $"{part.Token}" : text[part.Start..part.End]));
}
