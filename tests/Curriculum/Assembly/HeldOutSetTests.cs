using Tapir.Curriculum.Assembly;

namespace Tapir.Curriculum.Tests.Assembly;

[TestClass]
public sealed class HeldOutSetTests
{
    private const string HeldOut = "A farmer has twelve brown hens and each of them lays two eggs on every day of the week. How many eggs?";

    private const string Quoting = "Explain: each of them lays two eggs on every day of the week. How many is that?";

    [TestMethod]
    public void Covers_EqualButForCaseAndSpaces_IsTrue()
    {
        Assert.IsTrue(new HeldOutSet([HeldOut], null).Covers(HeldOut.ToUpperInvariant().Replace(" ", "  ", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Covers_ThirteenWordsInARow_IsTrueOnlyWhenOverlapIsAskedFor()
    {
        Assert.IsTrue(new HeldOutSet([HeldOut], HeldOutSet.UsualOverlap).Covers(Quoting));
        Assert.IsFalse(new HeldOutSet([HeldOut], null).Covers(Quoting));
    }

    [TestMethod]
    public void Covers_FewerWordsInARow_IsFalse()
    {
        Assert.IsFalse(new HeldOutSet([HeldOut], 14).Covers("Say: each of them lays two eggs on every day of the week, I think."));
    }

    [TestMethod]
    public void Covers_JapaneseText_ComparesRunsOfCharacters()
    {
        HeldOutSet heldOut = new(["農場に鶏が十二羽いて毎日二個ずつ卵を産みます。"], HeldOutSet.UsualOverlap);

        Assert.IsTrue(heldOut.Covers("次を説明せよ。鶏が十二羽いて毎日二個ずつ卵を産むとき。"));
    }
}
