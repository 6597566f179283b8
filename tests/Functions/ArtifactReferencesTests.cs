using System.Text.Json;

namespace Tapir.Functions.Tests;

[TestClass]
public sealed class ArtifactReferencesTests
{
    private static readonly string First = FakeArtifacts.ReferenceOf("first");
    private static readonly string Second = FakeArtifacts.ReferenceOf("second");

    [TestMethod]
    public void In_ReferenceInsideALongerText_IsNone() =>
        Assert.AreSequenceEqual([First], ArtifactReferences.In($$"""{"a":"{{First}}","b":"made of {{Second}}","c":"{{First}}"}""").ToArray());

    [TestMethod]
    public void Anywhere_JsonInsideJson_IsFoundToo()
    {
        string inner = JsonSerializer.Serialize(new { made = First });

        Assert.AreSequenceEqual(
            new[] { First, Second }.Order(StringComparer.Ordinal).ToArray(), ArtifactReferences.Anywhere(JsonSerializer.Serialize(new { result = inner, from = $"made of {Second}, {First}" })).ToArray());
    }
}
