namespace Tapir.EndToEnd.Commands;

[TestClass]
public sealed class ReadmeTests
{
    private const string FirstCommand = "dotnet run --project src/Host -- run examples/quickstart.yaml";

    [TestMethod]
    public void FirstCommand_TypedInTheCheckout_FindsItsSpec()
    {
        string[] readme = File.ReadAllLines(Path.Combine(TapirProgram.Checkout, "README.md"));
        Assert.IsTrue(readme.Any(line => line.StartsWith(FirstCommand, StringComparison.Ordinal)), "The README's first command is another now.");
        string configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;

        // The whole run takes minutes: only its spec is read here, by the same way to the program.
        string command = FirstCommand.Replace("--project", $"--no-build -c {configuration} --project", StringComparison.Ordinal).Replace("-- run", "-- validate", StringComparison.Ordinal);
        StringAssert.Contains(TapirProgram.RunInCheckout(command).AssertExitCode(0).Output, "is a valid spec");
    }
}
