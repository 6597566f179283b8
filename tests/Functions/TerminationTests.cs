namespace Tapir.Functions.Tests;

/// <summary>Calls whose orchestration is terminated while they run.</summary>
[TestClass]
public sealed class TerminationTests
{
    private const int Limit = 60_000;

    private static readonly DurableFunction<Asked, Told> Slow = new("test.slow", 1, CachePolicy.Forever);

    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int begins;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_CallerTerminated_GivesUpAndStoresNothing()
    {
        await using World world = new(FirstTimeEndless());
        Task<Told> call = world.Runner.RunAsync(Slow, new Asked("a"), "run-1:round-1");
        await begun.Task;

        world.Terminations.Terminate("run-1:round-1");

        await Assert.ThrowsAsync<OperationCanceledException>(() => call);
        CollectionAssert.AreEqual(new[] { CallOutcome.Interrupted }, world.Observer.Outcomes.ToArray());
        Assert.AreEqual("A", (await world.Runner.RunAsync(Slow, new Asked("a"), "run-2")).Text);
        Assert.AreEqual(2, begins);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_AnotherRunWaitsForTheSameCall_TakesItOver()
    {
        await using World world = new(FirstTimeEndless());
        Task<Told> first = world.Runner.RunAsync(Slow, new Asked("a"), "run-1");
        await begun.Task;
        Task<Told> joined = world.Runner.RunAsync(Slow, new Asked("a"), "run-2");

        world.Terminations.Terminate("run-1");

        await Assert.ThrowsAsync<OperationCanceledException>(() => first);
        Assert.AreEqual("A", (await joined).Text);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_AnotherInstanceTerminated_GoesOn()
    {
        TaskCompletionSource may = new();
        await using World world = new(new FunctionCatalog().Add(Slow, async (context, asked) =>
        {
            begun.SetResult();
            await may.Task.WaitAsync(context.Cancellation);
            return new Told(asked.Text);
        }));
        Task<Told> call = world.Runner.RunAsync(Slow, new Asked("a"), "run-1:round-1");
        await begun.Task;

        world.Terminations.Terminate("run-1");
        may.SetResult();

        Assert.AreEqual("a", (await call).Text);
    }

    private FunctionCatalog FirstTimeEndless() => new FunctionCatalog().Add(Slow, async (context, asked) =>
    {
        if (Interlocked.Increment(ref begins) == 1)
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, context.Cancellation);
        }

        return new Told(asked.Text.ToUpperInvariant());
    });

    private sealed record Asked(string Text);

    private sealed record Told(string Text);
}
