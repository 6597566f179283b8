namespace Tapir.Infra.Tests;

[TestClass]
public sealed class DockerfileTests
{
    private static readonly string[] Lines = [.. Files.Text("Dockerfile").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];

    // The instructions of Dockerfile's reference.
    private static readonly string[] Known = ["ARG", "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL", "ENTRYPOINT", "CMD", "LABEL", "ADD", "SHELL", "ONBUILD"];

    [TestMethod]
    public void Lines_AreInstructions()
    {
        foreach (string line in Lines)
        {
            CollectionAssert.Contains(Known, line.Split(' ')[0], line);
        }
    }

    [TestMethod]
    public void Last_StageRunsAsNobodySpecialWithOneVolumeAndAHealthCheck()
    {
        string[] stage = [.. Lines.Skip(Array.FindLastIndex(Lines, line => line.StartsWith("FROM", StringComparison.Ordinal)))];

        StringAssert.Contains(stage[0], "chiseled");
        Assert.AreEqual("USER $APP_UID", stage.Single(line => line.StartsWith("USER", StringComparison.Ordinal)));
        Assert.AreEqual("VOLUME /data", stage.Single(line => line.StartsWith("VOLUME", StringComparison.Ordinal)));
        Assert.IsTrue(stage.Any(line => line.StartsWith("HEALTHCHECK", StringComparison.Ordinal)));
        Assert.IsFalse(stage.Any(line => line.StartsWith("RUN", StringComparison.Ordinal)), "there is no shell to run anything with");
    }
}
