namespace Tapir.Functions;

/// <summary>Runs functions on their fixtures, past the cache, and compares what they make with what was recorded.</summary>
/// <param name="catalog">The functions with their implementations.</param>
/// <param name="numericEnvironment">Describes the numeric environment; asked for numeric functions only.</param>
/// <param name="storeFile">Stores a file beside the fixture as an artifact before the function runs.</param>
/// <param name="mode">Verify, or record what is new.</param>
public sealed class FixtureCheck(FunctionCatalog catalog, Func<string> numericEnvironment, Func<string, Task> storeFile, FixtureMode mode)
{
    /// <value>The environment variable that turns verifying into recording when it is <c>1</c>.</value>
    public const string RecordVariable = "TAPIR_RECORD_FIXTURES";

    /// <summary>Record when <see cref="RecordVariable"/> is 1, else verify.</summary>
    public static FixtureMode ModeFromEnvironment() => Environment.GetEnvironmentVariable(RecordVariable) == "1" ? FixtureMode.Record : FixtureMode.Verify;

    /// <summary>The functions of the catalog that no fixture in the folder is for.</summary>
    public IReadOnlyList<string> FunctionsWithoutFixture(string folder)
    {
        HashSet<string> covered = [.. Directory.GetFiles(folder, "*.json").Select(path => FunctionFixture.Read(path).Function)];
        return [.. catalog.Functions.Select(function => function.Name).Where(name => !covered.Contains(name))];
    }

    /// <summary>Runs one fixture.</summary>
    /// <exception cref="FixtureException">The output is another although the version is not; or the fixture is not recorded for this version.</exception>
    public async Task<FixtureOutcome> CheckAsync(string path)
    {
        FunctionFixture fixture = FunctionFixture.Read(path);
        CatalogEntry entry = catalog.Entry(fixture.Function);
        DurableFunction function = entry.Function;
        string? environment = function.Numeric ? numericEnvironment() : null;
        bool recorded = fixture.OutputDigest is not null && fixture.Version == function.Version;
        if (!recorded && mode == FixtureMode.Verify)
        {
            throw new FixtureException(
                $"The fixture '{path}' is recorded for {(fixture.Version is { } version ? $"version {version}" : "no version")} of '{function.Name}', which is at version "
                + $"{function.Version}: record it again with {RecordVariable}=1.");
        }

        if (recorded && fixture.NumericEnvironment != environment)
        {
            return FixtureOutcome.OtherNumericEnvironment;
        }

        string output = await RunAsync(entry, fixture, path).ConfigureAwait(false);
        string digest = FunctionFixture.DigestOf(output);
        if (!recorded)
        {
            (fixture with { Version = function.Version, OutputDigest = digest, NumericEnvironment = environment }).Write(path);
            return FixtureOutcome.Recorded;
        }

        return digest == fixture.OutputDigest ? FixtureOutcome.Verified : throw Changed(function, fixture, path, digest, output);
    }

    private static FixtureException Changed(DurableFunction function, FunctionFixture fixture, string path, string digest, string output) => new(
        $"'{function.Name}' v{function.Version} no longer makes what it made when '{path}' was recorded (then {fixture.OutputDigest}; now {digest}), so results in "
        + $"caches would be wrong: bump the version of '{function.Name}' to {function.Version + 1}, then record with {RecordVariable}=1. Output now: {output}");

    private async Task<string> RunAsync(CatalogEntry entry, FunctionFixture fixture, string path)
    {
        foreach (string file in fixture.Files ?? [])
        {
            await storeFile(Path.Combine(Path.GetDirectoryName(path)!, file)).ConfigureAwait(false);
        }

        FunctionInput input = entry.ReadInput(fixture.Input);
        string key = FunctionKey.Of(FunctionKey.DocumentOf(entry.Function, input.Canonical, null, "fixture"));
        return await entry.RunAsync(new FunctionContext(entry.Function.Name, "fixture", key), input).ConfigureAwait(false);
    }
}
