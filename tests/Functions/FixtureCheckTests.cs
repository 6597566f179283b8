namespace Tapir.Functions.Tests;

[TestClass]
public sealed class FixtureCheckTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private string greeting = "hello ";
    private string environment = "cpu";

    private string Fixture => folder.File("greet.json");

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public async Task CheckAsync_NewFixtureWithoutRecording_SaysHowToRecord()
    {
        await File.WriteAllTextAsync(Fixture, """{"function":"test.greet","input":{"name":"x"}}""");

        FixtureException error = await Assert.ThrowsExactlyAsync<FixtureException>(() => Check(1, FixtureMode.Verify));

        StringAssert.Contains(error.Message, "TAPIR_RECORD_FIXTURES=1");
    }

    [TestMethod]
    public async Task CheckAsync_RecordedAndUnchanged_IsVerified()
    {
        await RecordAsync();

        Assert.AreEqual(FixtureOutcome.Verified, await Check(1, FixtureMode.Verify));
        StringAssert.Contains(await File.ReadAllTextAsync(Fixture), "\"version\": 1");
    }

    [TestMethod]
    [DataRow(FixtureMode.Verify)]
    [DataRow(FixtureMode.Record)]
    public async Task CheckAsync_BehaviourChangedWithoutANewVersion_SaysBumpTheVersion(FixtureMode mode)
    {
        await RecordAsync();
        greeting = "good day ";

        FixtureException error = await Assert.ThrowsExactlyAsync<FixtureException>(() => Check(1, mode));

        StringAssert.Contains(error.Message, "bump the version of 'test.greet' to 2");
    }

    [TestMethod]
    public async Task CheckAsync_NewVersion_WantsRecordingThenHolds()
    {
        await RecordAsync();
        greeting = "good day ";

        await Assert.ThrowsExactlyAsync<FixtureException>(() => Check(2, FixtureMode.Verify));
        Assert.AreEqual(FixtureOutcome.Recorded, await Check(2, FixtureMode.Record));
        Assert.AreEqual(FixtureOutcome.Verified, await Check(2, FixtureMode.Verify));
    }

    [TestMethod]
    public async Task CheckAsync_NumericFunctionElsewhere_SaysNothing()
    {
        await File.WriteAllTextAsync(Fixture, """{"function":"test.greet","input":{"name":"x"}}""");
        await Check(1, FixtureMode.Record, numeric: true);
        greeting = "good day ";
        environment = "another cpu";

        Assert.AreEqual(FixtureOutcome.OtherNumericEnvironment, await Check(1, FixtureMode.Verify, numeric: true));
    }

    [TestMethod]
    public async Task CheckAsync_Files_AreStoredBeforeTheFunctionRuns()
    {
        List<string> stored = [];
        await File.WriteAllTextAsync(Fixture, """{"function":"test.greet","input":{"name":"x"},"files":["rows.jsonl"]}""");

        await new FixtureCheck(Catalog(1, false), () => environment, path => { stored.Add(path); return Task.CompletedTask; }, FixtureMode.Record).CheckAsync(Fixture);

        Assert.AreEqual(folder.File("rows.jsonl"), stored.Single());
        StringAssert.Contains(await File.ReadAllTextAsync(Fixture), "rows.jsonl");
    }

    [TestMethod]
    public async Task FunctionsWithoutFixture_OneUncovered_IsNamed()
    {
        await RecordAsync();
        FunctionCatalog catalog = Catalog(1, false).Add(new DurableFunction<Name, string>("test.other", 1, CachePolicy.Forever), (_, name) => Task.FromResult(name.Value));

        Assert.AreEqual("test.other", new FixtureCheck(catalog, () => "", _ => Task.CompletedTask, FixtureMode.Verify).FunctionsWithoutFixture(folder.Path).Single());
    }

    [TestMethod]
    public async Task CheckAsync_NoFixture_NamesTheFile()
    {
        await File.WriteAllTextAsync(Fixture, "{}");

        FixtureException error = await Assert.ThrowsExactlyAsync<FixtureException>(() => Check(1, FixtureMode.Verify));

        StringAssert.Contains(error.Message, Fixture);
    }

    private async Task RecordAsync()
    {
        await File.WriteAllTextAsync(Fixture, """{"function":"test.greet","input":{"name":"x"}}""");
        Assert.AreEqual(FixtureOutcome.Recorded, await Check(1, FixtureMode.Record));
    }

    private Task<FixtureOutcome> Check(int version, FixtureMode mode, bool numeric = false) =>
        new FixtureCheck(Catalog(version, numeric), () => environment, _ => Task.CompletedTask, mode).CheckAsync(Fixture);

    private FunctionCatalog Catalog(int version, bool numeric) =>
        new FunctionCatalog().Add(
            new DurableFunction<Name, string>("test.greet", version, CachePolicy.Forever) { Numeric = numeric }, (_, name) => Task.FromResult(greeting + name.Value));

    private sealed record Name(string Value);
}
