using System.Diagnostics;
using Tapir.Tests.Telemetry;

namespace Tapir.Functions.Tests;

[TestClass]
public sealed class FunctionTelemetryTests
{
    private const string Secret = "an instruction that is nobody's business";

    private static readonly DurableFunction<Question, Answer> Forever = new("test.traced", 3, CachePolicy.Forever);

    [TestMethod]
    public async Task RunAsync_ComputedAndThenFound_TellsOutcomeVersionAndKey()
    {
        using RecordedTelemetry telemetry = new();
        await using World world = new(new FunctionCatalog().Add(Forever, (_, question) => Task.FromResult(new Answer(question.Text + Secret))));

        await world.Runner.RunAsync(Forever, new Question(Secret), "run-1:round-1");
        await world.Runner.RunAsync(Forever, new Question(Secret), "run-2");

        Assert.AreSequenceEqual(["computed", "cached"], telemetry.Spans.Select(span => (string)span.GetTagItem("tapir.function.outcome")!));
        Activity first = telemetry.Spans[0];
        Assert.AreEqual("function:test.traced", first.DisplayName);
        Assert.AreEqual(3, first.GetTagItem("tapir.function.version"));
        Assert.AreEqual("run-1", first.GetTagItem("tapir.run.id"));
        Assert.AreEqual((await world.Index.FindAsync((string)first.GetTagItem("tapir.function.key")!))!.Function, Forever.Name);
        Assert.AreSequenceEqual(["computed", "cached"], telemetry.Measurements("tapir.function.duration").Select(measured => (string)measured.Tags["tapir.function.outcome"]!));
        Assert.AreSequenceEqual([1, -1, 1, -1], telemetry.Measurements("tapir.function.active").Select(measured => (int)measured.Value));
        Assert.DoesNotContain(Secret, telemetry.Everything());
    }

    [TestMethod]
    public async Task RunAsync_Fails_TellsTheKindAndNotTheMessage()
    {
        using RecordedTelemetry telemetry = new();
        await using World world = new(new FunctionCatalog().Add(Forever, (_, question) => throw new FormatException(question.Text)));

        await Assert.ThrowsExactlyAsync<FormatException>(() => world.Runner.RunAsync(Forever, new Question(Secret), "run-1"));

        Assert.AreEqual(ActivityStatusCode.Error, telemetry.Spans.Single().Status);
        Assert.AreEqual("System.FormatException", telemetry.Measurements("tapir.function.duration").Single().Tags["error.type"]);
        Assert.DoesNotContain(Secret, telemetry.Everything());
    }

    private sealed record Question(string Text);

    private sealed record Answer(string Text);
}
