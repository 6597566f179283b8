namespace Tapir.Functions.Tests;

/// <summary>Calls whose orchestration is terminated while they run.</summary>
[TestClass]
public sealed class TerminationTests
{
    private const int Limit = 60_000;

    private static readonly DurableFunction<Asked, Told> Slow = new("test.slow", 1, CachePolicy.Forever);
    private static readonly DurableFunction<Asked, Told> Maker = new("test.maker", 1, CachePolicy.Forever);
    private static readonly DurableFunction<Asked, Told> Reader = new("test.reader", 1, CachePolicy.Forever);

    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource may = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int begins;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_CallerTerminated_GivesUpAndStoresNothing()
    {
        await using World world = new(FirstTimeEndless());
        Task<Told> call = world.Runner.RunAsync(Slow, new Asked("a"), "run-1:round-1");
        await begun.Task.WaitAsync(Cancellation);

        world.Terminations.Terminate("run-1:round-1");

        await Assert.ThrowsAsync<OperationCanceledException>(() => call);
        CollectionAssert.AreEqual(new[] { CallOutcome.Interrupted }, world.Observer.Outcomes.ToArray());
        Assert.AreEqual("A", (await world.Runner.RunAsync(Slow, new Asked("a"), "run-2")).Text);
        Assert.AreEqual(2, begins);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_AnotherRunWaitsForTheSameCall_KeepsWhatIsUnderWay()
    {
        await using World world = new(Gated());
        Task<Told> first = world.Runner.RunAsync(Slow, new Asked("a"), "run-1");
        await begun.Task.WaitAsync(Cancellation);
        Task<Told> joined = world.Runner.RunAsync(Slow, new Asked("a"), "run-2");

        world.Terminations.Terminate("run-1");

        await Assert.ThrowsAsync<OperationCanceledException>(() => first);
        may.SetResult();
        Assert.AreEqual("A", (await joined.WaitAsync(Cancellation)).Text);
        Assert.AreEqual(1, begins);
        CollectionAssert.AreEqual(new[] { CallOutcome.Interrupted, CallOutcome.Joined }, world.Observer.Outcomes.ToArray());
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_WhoJoinedIsTerminated_GivesUpAndTheFirstGoesOn()
    {
        await using World world = new(Gated());
        Task<Told> first = world.Runner.RunAsync(Slow, new Asked("a"), "run-1");
        await begun.Task.WaitAsync(Cancellation);
        Task<Told> joined = world.Runner.RunAsync(Slow, new Asked("a"), "run-2");

        world.Terminations.Terminate("run-2");

        await Assert.ThrowsAsync<OperationCanceledException>(() => joined);
        may.SetResult();
        Assert.AreEqual("A", (await first.WaitAsync(Cancellation)).Text);
        Assert.AreEqual(1, begins);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_AllWhoWaitAreTerminated_IsCancelledWithTheLast()
    {
        await using World world = new(FirstTimeEndless());
        Task<Told> first = world.Runner.RunAsync(Slow, new Asked("a"), "run-1");
        await begun.Task.WaitAsync(Cancellation);
        Task<Told> joined = world.Runner.RunAsync(Slow, new Asked("a"), "run-2");
        world.Terminations.Terminate("run-1");
        await Assert.ThrowsAsync<OperationCanceledException>(() => first);

        world.Terminations.Terminate("run-2");

        await Assert.ThrowsAsync<OperationCanceledException>(() => joined);
        Assert.AreEqual("A", (await world.Runner.RunAsync(Slow, new Asked("a"), "run-3")).Text);
        Assert.AreEqual(2, begins);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_TheWorkFailsAfterItsRunWasTerminated_BeginsAgainForTheOther()
    {
        await using World world = new(new FunctionCatalog().Add(Slow, async (context, asked) =>
        {
            begun.TrySetResult();
            await may.Task.WaitAsync(context.Cancellation);
            return context.RunId == "run-1" ? throw new InvalidOperationException("The budget of run-1 is spent.") : new Told(context.RunId);
        }));
        Task<Told> first = world.Runner.RunAsync(Slow, new Asked("a"), "run-1");
        await begun.Task.WaitAsync(Cancellation);
        Task<Told> joined = world.Runner.RunAsync(Slow, new Asked("a"), "run-2");
        world.Terminations.Terminate("run-1");
        await Assert.ThrowsAsync<OperationCanceledException>(() => first);

        may.SetResult();

        Assert.AreEqual("run-2", (await joined.WaitAsync(Cancellation)).Text);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_AnotherProcessHasTheKeyAndTheCallerIsTerminated_GivesUp()
    {
        await using World world = new(FirstTimeEndless());
        await using SqliteResultIndex other = SqliteResultIndex.Open(world.IndexPath, world.Time);
        _ = RunnerOver(other).RunAsync(Slow, new Asked("a"), "run-1");
        await begun.Task.WaitAsync(Cancellation);
        Task<Told> waiting = world.Runner.RunAsync(Slow, new Asked("a"), "run-2");

        world.Terminations.Terminate("run-2");

        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        CollectionAssert.AreEqual(new[] { CallOutcome.Interrupted }, world.Observer.Outcomes.ToArray());
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_AnotherProcessHasTheKeyAndTheFirstWhoWaitsIsTerminated_TheNextWaitsOn()
    {
        await using World world = new(Gated());
        await using SqliteResultIndex other = SqliteResultIndex.Open(world.IndexPath, world.Time);
        Task<Told> elsewhere = RunnerOver(other).RunAsync(Slow, new Asked("a"), "run-1");
        await begun.Task.WaitAsync(Cancellation);
        Task<Told> first = world.Runner.RunAsync(Slow, new Asked("a"), "run-2");
        Task<Told> next = world.Runner.RunAsync(Slow, new Asked("a"), "run-3");

        world.Terminations.Terminate("run-2");

        await Assert.ThrowsAsync<OperationCanceledException>(() => first);
        may.SetResult();
        Assert.AreEqual(await elsewhere.WaitAsync(Cancellation), await next.WaitAsync(Cancellation));
        Assert.AreEqual(1, begins);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_TerminatedWhileALostArtifactIsMadeAgain_GivesUp()
    {
        await using World world = new(FirstTimeEndless());
        string artifact = FakeArtifacts.ReferenceOf("lost");
        world.Catalog.Add(Maker, async (context, _) =>
        {
            if (Interlocked.Increment(ref begins) > 1)
            {
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, context.Cancellation);
            }

            return new Told(world.Artifacts.Put("lost"));
        });
        world.Catalog.Add(Reader, (_, asked) => Task.FromResult(new Told(world.Artifacts.Read(asked.Text))));
        await world.Runner.RunAsync(Maker, new Asked("a"), "run-1");
        world.Artifacts.Remove(artifact);
        Task<Told> reading = world.Runner.RunAsync(Reader, new Asked(artifact), "run-2");
        await begun.Task.WaitAsync(Cancellation);

        world.Terminations.Terminate("run-2");

        await Assert.ThrowsAsync<OperationCanceledException>(() => reading);
        CollectionAssert.AreEqual(new[] { CallOutcome.Computed, CallOutcome.Interrupted, CallOutcome.Interrupted }, world.Observer.Outcomes.ToArray());
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_TerminatedWhileTheStoreIsAskedWhetherAnArtifactIsThere_GivesUp()
    {
        await using World world = new(new FunctionCatalog());
        world.Catalog.Add(Maker, (_, asked) => Task.FromResult(new Told(world.Artifacts.Put(asked.Text))));
        await world.Runner.RunAsync(Maker, new Asked("a"), "run-1");
        world.Artifacts.Looking = cancellation =>
        {
            begun.SetResult();
            return Task.Delay(Timeout.Infinite, cancellation);
        };
        Task<Told> looking = world.Runner.RunAsync(Maker, new Asked("a"), "run-2");
        await begun.Task.WaitAsync(Cancellation);

        world.Terminations.Terminate("run-2");

        await Assert.ThrowsAsync<OperationCanceledException>(() => looking);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_TheResultIsThere_WatchesNobody()
    {
        may.SetResult();
        await using World world = new(Gated());
        await world.Runner.RunAsync(Slow, new Asked("a"), "run-1");
        int watched = world.Terminations.Watched;

        await world.Runner.RunAsync(Slow, new Asked("a"), "run-2");

        Assert.AreEqual(1, watched);
        Assert.AreEqual(1, world.Terminations.Watched);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_AFunctionThatNeverAwaits_IsCancelledToo()
    {
        DurableFunction<Asked, Told> stubborn = new("test.stubborn", 1, CachePolicy.Never);
        await using World world = new(new FunctionCatalog().Add(stubborn, (context, _) =>
        {
            begun.SetResult();
            context.Cancellation.WaitHandle.WaitOne();
            return Task.FromCanceled<Told>(context.Cancellation);
        }));
        Task<Told> call = world.Runner.RunAsync(stubborn, new Asked("a"), "run-1");
        await begun.Task.WaitAsync(Cancellation);

        world.Terminations.Terminate("run-1");

        await Assert.ThrowsAsync<OperationCanceledException>(() => call);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_AnotherInstanceTerminated_GoesOn()
    {
        await using World world = new(Gated());
        Task<Told> call = world.Runner.RunAsync(Slow, new Asked("a"), "run-1:round-1");
        await begun.Task.WaitAsync(Cancellation);

        world.Terminations.Terminate("run-1");
        may.SetResult();

        Assert.AreEqual("A", (await call.WaitAsync(Cancellation)).Text);
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

    private FunctionCatalog Gated() => new FunctionCatalog().Add(Slow, async (context, asked) =>
    {
        Interlocked.Increment(ref begins);
        begun.TrySetResult();
        await may.Task.WaitAsync(context.Cancellation);
        return new Told(asked.Text.ToUpperInvariant());
    });

    // Another process, whose orchestrations nobody terminates.
    private FunctionRunner RunnerOver(SqliteResultIndex index) => new(Gated(), index, new FakeArtifacts(), new FunctionRunnerOptions());

    private sealed record Asked(string Text);

    private sealed record Told(string Text);
}
