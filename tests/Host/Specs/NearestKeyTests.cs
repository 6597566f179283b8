using Tapir.Host.Specs;

namespace Tapir.Host.Tests.Specs;

[TestClass]
public sealed class NearestKeyTests
{
    private static readonly string[] Known = ["rounds", "roundSize", "threshold", "keyVariable"];

    [TestMethod]
    [DataRow("round", "rounds")]
    [DataRow("round_size", "roundSize")]
    [DataRow("Treshold", "threshold")]
    [DataRow("key-variable", "keyVariable")]
    public void Of_Misspelt_IsTheKeyThatWasMeant(string written, string meant) => Assert.AreEqual(meant, NearestKey.Of(written, Known));

    [TestMethod]
    [DataRow("zzzzzzzzzzzz")]
    [DataRow("temperature_of_the_room")]
    public void Of_NothingLike_IsNone(string written) => Assert.IsNull(NearestKey.Of(written, Known));

    [TestMethod]
    public void Of_NoKeys_IsNone() => Assert.IsNull(NearestKey.Of("rounds", []));
}
