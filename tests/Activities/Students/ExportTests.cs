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

    [TestMethod]
    public async Task Export_AfterOneThatWasKilled_LeavesNothingOfIt()
    {
        await using ActivityHouse house = new();
        ExportStudent input = await house.InputOfAsync<ExportStudent>("students.export");
        ExportedStudent whole = await house.Runner.RunAsync(StudentFunctions.Export, input, "run-1");
        string folder = Directory.CreateDirectory(Path.Combine(house.RunFolder("run-2"), "student")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "model.safetensors.0123456789abcdef0123456789abcdef.tmp"), "half");
        await File.WriteAllTextAsync(Path.Combine(folder, ".config.json.tmp"), "half");

        ExportedStudent after = await house.Runner.RunAsync(StudentFunctions.Export, input, "run-2");

        Assert.AreEqual(whole.Digest, after.Digest);
        Assert.HasCount(6, Directory.GetFiles(folder));
    }
}
