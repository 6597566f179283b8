using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Models;

namespace Tapir.Activities.Tests;

/// <summary>Every durable function still makes what was recorded for its version: a change of behaviour needs a new version, else caches would lie.</summary>
[TestClass]
public sealed class FixtureTests
{
    public static IEnumerable<object[]> Fixtures => FixtureFolder.Fixtures.Select(path => new object[] { Path.GetFileNameWithoutExtension(path) });

    [TestMethod]
    [DynamicData(nameof(Fixtures))]
    public async Task Function_RecordedInput_MakesTheRecordedOutput(string fixture)
    {
        await using ActivityHouse house = new();

        FixtureOutcome outcome = await CheckOf(house).CheckAsync(Path.Combine(FixtureFolder.Path, $"{fixture}.json"));

        if (outcome == FixtureOutcome.OtherNumericEnvironment)
        {
            Assert.Inconclusive($"'{fixture}' computes with floats and was recorded elsewhere; here is {NumericEnvironment.Describe()}.");
        }
    }

    [TestMethod]
    public async Task Catalog_EveryFunction_HasAFixture()
    {
        await using ActivityHouse house = new();

        IReadOnlyList<string> without = CheckOf(house).FunctionsWithoutFixture(FixtureFolder.Path);

        Assert.IsEmpty(without, $"Without a fixture a forgotten version bump goes unnoticed: {string.Join(", ", without)}.");
    }

    private static FixtureCheck CheckOf(ActivityHouse house) => new(
        house.Functions, NumericEnvironment.Describe, path => house.Artifacts.PutFileAsync(path), FixtureCheck.ModeFromEnvironment());
}
