namespace Tapir.Artifacts.Tests;

[TestClass]
public sealed class ManifestTests
{
    private static readonly ArtifactRef Seed = Ref('1');
    private static readonly ArtifactRef Answers = Ref('2');
    private static readonly ArtifactRef Student = Ref('3');
    private static readonly ManifestCall Training = new("training.slice", 2, new string('c', 64), [Seed, Answers]);

    private static readonly ManifestEntry[] Entries =
    [
        new(Student, ["student of round 1"], Training),
        new(Answers, [], new ManifestCall("teaching.answer", 1, new string('d', 64), [Seed])),
        new(Seed, ["seed", "pool of round 0"]),
    ];

    private static readonly ManifestFile[] Files = [new("student/model", new string('e', 64), Training), new("report.json", new string('f', 64))];

    [TestMethod]
    public void ToJson_EntriesInAnyOrder_IsTheSameText()
    {
        ManifestEntry swapped = Entries[0] with { MadeBy = Training with { Inputs = [Answers, Seed, Seed] } };

        Assert.AreEqual(
            new Manifest(Entries, Files).ToJson(),
            new Manifest([Entries[2] with { Names = ["pool of round 0", "seed"] }, Entries[1], swapped], [Files[1], Files[0]]).ToJson());
    }

    [TestMethod]
    public void Parse_ItsOwnJson_GivesTheSameManifest()
    {
        string json = new Manifest(Entries, Files).ToJson();

        Manifest parsed = Manifest.Parse(json);

        Assert.AreEqual(json, parsed.ToJson());
        Assert.HasCount(3, parsed.Artifacts);
        Assert.AreSequenceEqual(["report.json", "student/model"], parsed.Files.Select(file => file.Path).ToArray());
    }

    [TestMethod]
    public void Constructor_OneArtifactTwice_IsRefused() => Assert.ThrowsExactly<ArgumentException>(() => new Manifest([Entries[0], Entries[0]], []));

    [TestMethod]
    public void Constructor_OneFileTwice_IsRefused() => Assert.ThrowsExactly<ArgumentException>(() => new Manifest([], [Files[0], Files[0]]));

    [TestMethod]
    public void Parse_NewerSchema_SaysSo()
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => Manifest.Parse("""{"schema":9,"files":[],"artifacts":[]}"""));

        StringAssert.Contains(error.Message, "schema version 9");
    }

    [TestMethod]
    [DataRow("nonsense")]
    [DataRow("null")]
    [DataRow("{}")]
    [DataRow("""{"schema":1,"files":[],"artifacts":[{"artifact":"x","names":[]}]}""")]
    [DataRow("""{"schema":1,"files":[],"artifacts":[null]}""")]
    [DataRow("""{"schema":1,"files":[{"digest":"0"}],"artifacts":[]}""")]
    public void Parse_NoManifest_IsRefused(string json) => Assert.ThrowsExactly<InvalidDataException>(() => Manifest.Parse(json));

    private static ArtifactRef Ref(char digit) => new(new string(digit, 64));
}
