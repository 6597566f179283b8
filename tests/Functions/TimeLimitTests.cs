namespace Tapir.Functions.Tests;

/// <summary>Calls of a function that may work for ten minutes.</summary>
[TestClass]
public sealed class TimeLimitTests
{
    private const int Limit = 60_000;

    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);
    private static readonly DurableFunction<Asked, Told> Slow = new("test.slow", 1, CachePolicy.Forever);
    private static readonly DurableFunction<Asked, Told> Other = new("test.other", 1, CachePolicy.Forever);

    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource may = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int begins;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_WorksLongerThanItsLimit_IsCancelledAndSaysWhatToChange()
    {
        await using World world = Limited(FirstTimeEndless());
        Task<Told> call = world.Runner.RunAsync(Slow, new Asked("a"), "run-1");
        await begun.Task;

        world.Time.Advance(TenMinutes);

        FunctionTimeLimitException cutOff = await Assert.ThrowsExactlyAsync<FunctionTimeLimitException>(() => call);
        StringAssert.Contains(cutOff.Message, "'test.slow'");
        StringAssert.Contains(cutOff.Message, "00:10:00");
        StringAssert.Contains(cutOff.Message, "'tapir.timeLimits.test.slow' in host.json");
        CollectionAssert.AreEqual(new[] { CallOutcome.Failed }, world.Observer.Outcomes.ToArray());
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_MadeAgainAfterItWasCutOff_HasTheKeyAndAllItsTime()
    {
        await using World world = Limited(FirstTimeEndless());
        Task<Told> call = world.Runner.RunAsync(Slow, new Asked("a"), "run-1");
        await begun.Task;
        world.Time.Advance(TenMinutes);
        await Assert.ThrowsExactlyAsync<FunctionTimeLimitException>(() => call);

        Assert.AreEqual("A", (await world.Runner.RunAsync(Slow, new Asked("a"), "run-1")).Text);
        Assert.AreEqual(2, begins);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_EndsWithinItsLimit_IsNotCutOff()
    {
        await using World world = Limited(OnceAllowed());
        Task<Told> call = world.Runner.RunAsync(Slow, new Asked("a"), "run-1");
        await begun.Task;

        world.Time.Advance(TenMinutes - TimeSpan.FromSeconds(1));
        may.SetResult();

        Assert.AreEqual("A", (await call).Text);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_OfAFunctionWithoutALimit_MayTakeDays()
    {
        await using World world = Limited(new FunctionCatalog().Add(Other, async (context, asked) =>
        {
            begun.SetResult();
            await may.Task.WaitAsync(context.Cancellation);
            return new Told(asked.Text);
        }));
        Task<Told> call = world.Runner.RunAsync(Other, new Asked("a"), "run-1");
        await begun.Task;

        world.Time.Advance(TimeSpan.FromDays(3));
        may.SetResult();

        Assert.AreEqual("a", (await call).Text);
    }

    /// <summary>A valid result is a valid result.</summary>
    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_TakesNoNoticeAndEndsSoonAfter_BringsItsResult()
    {
        await using World world = Limited(TakesNoNotice());
        Task<Told> call = world.Runner.RunAsync(Slow, new Asked("a"), "run-1");
        await begun.Task;

        world.Time.Advance(TenMinutes);
        world.Time.Advance(LimitedWork.Grace - TimeSpan.FromSeconds(1));
        may.SetResult();

        Assert.AreEqual("A", (await call).Text);
        Assert.AreEqual("A", (await world.Runner.RunAsync(Slow, new Asked("a"), "run-2")).Text);
        Assert.AreEqual(1, begins);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_TakesNoNotice_FailsAllTheSameAndAnotherMayHaveTheKey()
    {
        await using World world = Limited(FirstTakesNoNotice(_ => Task.CompletedTask));
        await LeaveBehindAsync(world);

        Assert.AreEqual("second", (await world.Runner.RunAsync(Slow, new Asked("a"), "run-1")).Text);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_LeftBehindAndEndsWhileNobodyHasTheKey_ItsResultIsFound()
    {
        RecordingLoggers loggers = new();
        await using World world = Limited(TakesNoNotice(), loggers);
        await LeaveBehindAsync(world);

        may.SetResult();
        await loggers.WhenLogged("result kept: True");

        Assert.AreEqual("A", (await world.Runner.RunAsync(Slow, new Asked("a"), "run-1")).Text);
        Assert.AreEqual(1, begins);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_LeftBehindAndEndsAfterAnotherHasStored_TheOthersResultStands()
    {
        RecordingLoggers loggers = new();
        await using World world = Limited(FirstTakesNoNotice(_ => Task.CompletedTask), loggers);
        await LeaveBehindAsync(world);
        await world.Runner.RunAsync(Slow, new Asked("a"), "run-1");

        may.SetResult();
        await loggers.WhenLogged("result kept: False");

        Assert.AreEqual("second", (await world.Runner.RunAsync(Slow, new Asked("a"), "run-2")).Text);
        Assert.AreEqual(2, begins);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_LeftBehindAndEndsWhileAnotherComputes_TheOthersResultStands()
    {
        TaskCompletionSource secondBegun = new(TaskCreationOptions.RunContinuationsAsynchronously), secondMay = new(TaskCreationOptions.RunContinuationsAsynchronously);
        RecordingLoggers loggers = new();
        await using World world = Limited(
            FirstTakesNoNotice(_ =>
            {
                secondBegun.SetResult();
                return secondMay.Task;
            }),
            loggers);
        await LeaveBehindAsync(world);
        Task<Told> second = world.Runner.RunAsync(Slow, new Asked("a"), "run-1");
        await secondBegun.Task;

        may.SetResult();
        await loggers.WhenLogged("result kept: False");
        secondMay.SetResult();

        Assert.AreEqual("second", (await second).Text);
        Assert.AreEqual("second", (await world.Runner.RunAsync(Slow, new Asked("a"), "run-2")).Text);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_LeftBehindAndItsResultCannotBeKept_TheKeyIsFree()
    {
        RecordingLoggers loggers = new();
        await using World world = Limited(FirstTakesNoNotice(_ => Task.CompletedTask), loggers);
        await LeaveBehindAsync(world);
        await world.Index.ExecuteAsync("ALTER TABLE results RENAME TO away;");

        may.SetResult();
        await loggers.WhenLogged("has stopped");
        await world.Index.ExecuteAsync("ALTER TABLE away RENAME TO results;");

        Assert.AreEqual("second", (await world.Runner.RunAsync(Slow, new Asked("a"), "run-1")).Text);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_AnotherProcessHasTheKey_TheWaitDoesNotCount()
    {
        await using World world = Limited(OnceAllowed());
        string key = await KeyAsync();
        ResultClaim elsewhere = (await world.Index.TryClaimAsync(key))!;
        Task<Told> call = world.Runner.RunAsync(Slow, new Asked("a"), "run-1");
        world.Time.Advance(TenMinutes);
        await world.Index.ReleaseAsync(elsewhere);
        while (!begun.Task.IsCompleted)
        {
            world.Time.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }

        may.SetResult();

        Assert.AreEqual("A", (await call).Text);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_WaitsInLine_TheWaitDoesNotCount()
    {
        TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously), working = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using World world = Limited(new FunctionCatalog().Add(Slow, async (context, asked) =>
        {
            using (context.WaitInLine())
            {
                begun.SetResult();
                await turn.Task.WaitAsync(context.Cancellation);
            }

            working.SetResult();
            await Task.Delay(Timeout.Infinite, context.Cancellation);
            return new Told("");
        }));
        Task<Told> call = world.Runner.RunAsync(Slow, new Asked("a"), "run-1");
        await begun.Task;
        world.Time.Advance(TimeSpan.FromDays(1));
        turn.SetResult();
        await working.Task;

        world.Time.Advance(TenMinutes - TimeSpan.FromSeconds(1));
        Assert.IsFalse(call.IsCompleted);
        world.Time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsExactlyAsync<FunctionTimeLimitException>(() => call);
    }

    /// <summary>It may be that one which the others wait for: their runs have to hear of it.</summary>
    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_WaitsInLineBehindOneThatWasLeftBehind_TheWaitCounts()
    {
        TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using World world = Limited(FirstTakesNoNotice(async context =>
        {
            using IDisposable wait = context.WaitInLine();
            waiting.SetResult();
            await may.Task.WaitAsync(context.Cancellation);
        }));
        await LeaveBehindAsync(world);
        Task<Told> second = world.Runner.RunAsync(Slow, new Asked("a"), "run-1");
        await waiting.Task;

        world.Time.Advance(TenMinutes);

        await Assert.ThrowsExactlyAsync<FunctionTimeLimitException>(() => second);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_ProgramStopsBeforeTheLimit_IsInterruptedAndNotCutOff()
    {
        await using World world = Limited(FirstTimeEndless());
        Task<Told> call = world.Runner.RunAsync(Slow, new Asked("a"), "run-1");
        await begun.Task;

        await world.StopAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => call);
        CollectionAssert.AreEqual(new[] { CallOutcome.Interrupted }, world.Observer.Outcomes.ToArray());
    }

    /// <summary>A function that never awaits anything keeps its thread, not its call.</summary>
    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RunAsync_NeverGivesItsThreadBack_FailsAllTheSame()
    {
        using ManualResetEventSlim release = new();
        await using World world = Limited(new FunctionCatalog().Add(Slow, (_, asked) =>
        {
            begun.SetResult();
            release.Wait(CancellationToken.None);
            return Task.FromResult(new Told(asked.Text));
        }));

        await LeaveBehindAsync(world);

        release.Set();
    }

    private static World Limited(FunctionCatalog catalog, RecordingLoggers? loggers = null) => new(catalog, loggers)
    {
        TimeLimits = { [Slow.Name] = new TimeLimit(TenMinutes, "'tapir.timeLimits.test.slow' in host.json") },
    };

    private static async Task<string> KeyAsync()
    {
        await using World other = new(new FunctionCatalog().Add(Slow, (_, asked) => Task.FromResult(new Told(asked.Text))));
        await other.Runner.RunAsync(Slow, new Asked("a"), "run-1");
        return other.Observer.StartedCalls[0].Key;
    }

    private async Task LeaveBehindAsync(World world)
    {
        Task<Told> call = world.Runner.RunAsync(Slow, new Asked("a"), "run-1");
        await begun.Task;
        world.Time.Advance(TenMinutes);
        world.Time.Advance(LimitedWork.Grace);
        await Assert.ThrowsExactlyAsync<FunctionTimeLimitException>(() => call);
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

    private FunctionCatalog OnceAllowed() => new FunctionCatalog().Add(Slow, async (context, asked) =>
    {
        begun.SetResult();
        await may.Task.WaitAsync(context.Cancellation);
        return new Told(asked.Text.ToUpperInvariant());
    });

    private FunctionCatalog TakesNoNotice() => new FunctionCatalog().Add(Slow, async (_, asked) =>
    {
        Interlocked.Increment(ref begins);
        begun.TrySetResult();
        await may.Task;
        return new Told(asked.Text.ToUpperInvariant());
    });

    private FunctionCatalog FirstTakesNoNotice(Func<FunctionContext, Task> second) => new FunctionCatalog().Add(Slow, async (context, asked) =>
    {
        if (Interlocked.Increment(ref begins) == 1)
        {
            begun.SetResult();
            await may.Task;
            return new Told("first");
        }

        await second(context);
        return new Told("second");
    });

    private sealed record Asked(string Text);

    private sealed record Told(string Text);
}
