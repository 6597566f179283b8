namespace Tapir.Artifacts.Tests;

[TestClass]
public sealed class ManifestTests
{
    private static readonly ArtifactRef Seed = Ref('1');
    private static readonly ArtifactRef Answers = Ref('2');
    private static readonly ArtifactRef Student = Ref('3');

    private static readonly ManifestEntry[] Entries =
    [
        new(Student, "training.slice", 2, new string('c', 64), [Seed, Answers], "student of round 1"),
        new(Answers, "teaching.answer", 1, new string('d', 64), [Seed]),
    ];

    [TestMethod]
    public void ToJson_EntriesInAnyOrder_IsTheSameText()
    {
        ManifestEntry swapped = Entries[0] with { Inputs = [Answers, Seed, Seed] };

        Assert.AreEqual(new Manifest(Entries).ToJson(), new Manifest([Entries[1], swapped]).ToJson());
    }

    [TestMethod]
    public void Parse_ItsOwnJson_GivesTheSameManifest()
    {
        string json = new Manifest(Entries).ToJson();

        Assert.AreEqual(json, Manifest.Parse(json).ToJson());
    }

    [TestMethod]
    public void AncestorsOf_Student_AreAllThatItWasMadeFrom() =>
        CollectionAssert.AreEqual(new[] { Seed, Answers }, new Manifest(Entries).AncestorsOf(Student).ToArray());

    [TestMethod]
    public void Constructor_OneArtifactTwice_IsRefused() => Assert.ThrowsExactly<ArgumentException>(() => new Manifest([Entries[0], Entries[0]]));

    [TestMethod]
    public void Parse_NewerSchema_SaysSo()
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => Manifest.Parse("""{"schema":9,"artifacts":[]}"""));

        StringAssert.Contains(error.Message, "schema version 9");
    }

    [TestMethod]
    [DataRow("nonsense")]
    [DataRow("null")]
    [DataRow("""{"schema":1,"artifacts":[{"artifact":"x"}]}""")]
    public void Parse_NoManifest_IsRefused(string json) => Assert.ThrowsExactly<InvalidDataException>(() => Manifest.Parse(json));

    private static ArtifactRef Ref(char digit) => new(new string(digit, 64));
}
