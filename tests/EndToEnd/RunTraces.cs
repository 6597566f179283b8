using System.Security.Cryptography;
using System.Text.Json;

namespace Tapir.EndToEnd;

/// <summary>What a run leaves behind that must not depend on how often it was interrupted.</summary>
/// <param name="Student">Digest of every file of the exported student, by name.</param>
/// <param name="TrainingSets">Training set of each round.</param>
internal sealed record RunTraces(IReadOnlyDictionary<string, string> Student, IReadOnlyList<string> TrainingSets)
{
    /// <param name="finished">What a <c>run --json</c> printed that came to its end.</param>
    public static RunTraces Of(ProgramResult finished)
    {
        finished.AssertExitCode(0);
        JsonElement run = finished.Json();
        Assert.AreEqual("done", run.GetProperty("status").GetString(), finished.ToString());
        string folder = run.GetProperty("student").GetString()!;
        return new RunTraces(
            Directory.EnumerateFiles(folder).ToDictionary(file => Path.GetFileName(file), DigestOf),
            [.. run.GetProperty("rounds").EnumerateArray().Select(round => round.GetProperty("trainingSet").GetString()!)]);
    }

    /// <summary>Fails unless both runs made the same bytes.</summary>
    public void AssertSame(RunTraces other)
    {
        CollectionAssert.AreEqual(TrainingSets.ToArray(), other.TrainingSets.ToArray(), "training sets");
        CollectionAssert.AreEquivalent(Student.Keys.ToArray(), other.Student.Keys.ToArray(), "files of the student");
        foreach ((string file, string digest) in Student)
        {
            Assert.AreEqual(digest, other.Student[file], file);
        }
    }

    private static string DigestOf(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
