using System.Text.Json;

namespace Tapir.Artifacts.Tests;

[TestClass]
public sealed class ArtifactRefTests
{
    private static readonly string Digits = new('a', 64);

    [TestMethod]
    public void Json_RoundTrip_IsOneString()
    {
        ArtifactRef artifact = new(Digits);

        string json = JsonSerializer.Serialize(artifact);

        Assert.AreEqual($"\"artifact:sha256:{Digits}\"", json);
        Assert.AreEqual(artifact, JsonSerializer.Deserialize<ArtifactRef>(json));
    }

    [TestMethod]
    public void Json_AsDictionaryKey_RoundTrips()
    {
        Dictionary<ArtifactRef, int> counts = new() { [new ArtifactRef(Digits)] = 3 };

        Dictionary<ArtifactRef, int>? read = JsonSerializer.Deserialize<Dictionary<ArtifactRef, int>>(JsonSerializer.Serialize(counts));

        CollectionAssert.AreEqual(counts, read);
    }

    [TestMethod]
    [DataRow("\"artifact:sha256:abc\"")]
    [DataRow("\"artifact:md5:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"")]
    [DataRow("\"artifact:sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"")]
    [DataRow("17")]
    [DataRow("null")]
    public void Json_AnythingElse_IsRefused(string json) => Assert.ThrowsExactly<JsonException>(() => JsonSerializer.Deserialize<ArtifactRef>(json));

    [TestMethod]
    public void Digest_OfDefault_SaysThatNothingWasSet()
    {
        ArtifactRef none = default;

        Assert.ThrowsExactly<InvalidOperationException>(() => none.Digest);
        Assert.ThrowsExactly<InvalidOperationException>(() => JsonSerializer.Serialize(none));
    }

    [TestMethod]
    public void Parse_DigestAlone_IsTheSameReference() => Assert.AreEqual(new ArtifactRef(Digits), ArtifactRef.Parse(Digits));

    [TestMethod]
    public void Constructor_WrongDigest_NamesIt()
    {
        FormatException error = Assert.ThrowsExactly<FormatException>(() => new ArtifactRef("cafe"));

        StringAssert.Contains(error.Message, "'cafe'");
    }
}
