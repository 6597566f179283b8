using Tapir.Orchestrations.Students;

namespace Tapir.Activities.Tests.Students;

[TestClass]
public sealed class ExportTests
{
    [TestMethod]
    public async Task Export_AnyMachine_WritesTheFilesThatTheDigestIsOf()
    {
        await using ActivityHouse house = new();
        ExportStudent input = await house.InputOfAsync<ExportStudent>("students.export");

        ExportedStudent first = await house.Runner.RunAsync(StudentFunctions.Export, input, "run-1");
        ExportedStudent again = await house.Runner.RunAsync(StudentFunctions.Export, input, "run-2");

        Assert.AreEqual(first.Digest, again.Digest);
        string[] files = [.. Directory.GetFiles(Path.Combine(house.RunFolder("run-1"), first.Folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        Assert.IsTrue(new[] { "README.md", "config.json", "generation_config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json" }.All(files.Contains), string.Join(", ", files));
    }
}
