using System.Text.Json;

namespace Tapir.Functions.Tests;

[TestClass]
public sealed class FunctionRunnerTests
{
    private static readonly DurableFunction<Question, Answer> Forever = new("test.forever", 1, CachePolicy.Forever);
    private static readonly DurableFunction<Question, Answer> PerRun = new("test.per-run", 1, CachePolicy.PerRun);
    private static readonly DurableFunction<Question, Answer> Never = new("test.never", 1, CachePolicy.Never);
    private static readonly DurableFunction<Question, Answer> Timed = new("test.timed", 1, CachePolicy.For(TimeSpan.FromHours(1)));
    private static readonly DurableFunction<Question, Answer> Numeric = new("test.numeric", 1, CachePolicy.Forever) { Numeric = true };

    private int computed;

    [TestMethod]
    public async Task RunAsync_SameInput_ComputesOnceAcrossRunsAndRestarts()
    {
        await using World world = new(Counting(Forever));

        Answer first = await world.Runner.RunAsync(Forever, new Question("a"), "run-1");
        Answer second = await world.Runner.RunAsync(Forever, new Question("a"), "run-2:round-1");
        await world.Restart();
        Answer third = await world.Runner.RunAsync(Forever, new Question("a"), "run-3");

        Assert.AreEqual(1, computed);
        Assert.AreEqual(first, second);
        Assert.AreEqual(first, third);
        CollectionAssert.AreEqual(new[] { CallOutcome.Cached }, world.Observer.Outcomes.ToArray());
    }

    [TestMethod]
    public async Task FindAsync_InsideAFunction_SeesWhatWasComputedAndRunsNothing()
    {
        DurableFunction<Question, Found> looks = new("test.looks", 1, CachePolicy.Never) { Recorded = false };
        FunctionCatalog catalog = Counting(Numeric).Add(looks, async (context, question) => new Found(await context.FindAsync(Numeric, question)));
        await using World world = new(catalog);
        Answer answer = await world.Runner.RunAsync(Numeric, new Question("a"), "run-1");

        Assert.AreEqual(answer, (await world.Runner.RunAsync(looks, new Question("a"), "run-2")).Answer);
        Assert.IsNull((await world.Runner.RunAsync(looks, new Question("b"), "run-2")).Answer);
        world.NumericEnvironment = "cpu, another instruction set";
        await world.Restart();
        Assert.IsNull((await world.Runner.RunAsync(looks, new Question("a"), "run-2")).Answer, "What was computed in another numeric environment is not found.");
        Assert.AreEqual(1, computed);
    }

    [TestMethod]
    public async Task FindAsync_ResultHasOutlivedItsTime_IsNotFound()
    {
        DurableFunction<Question, Found> looks = new("test.looks", 1, CachePolicy.Never) { Recorded = false };
        await using World world = new(Counting(Timed).Add(looks, async (context, question) => new Found(await context.FindAsync(Timed, question))));
        await world.Runner.RunAsync(Timed, new Question("a"), "run-1");
        Assert.IsNotNull((await world.Runner.RunAsync(looks, new Question("a"), "run-2")).Answer);

        world.Time.Advance(TimeSpan.FromHours(2));

        Assert.IsNull((await world.Runner.RunAsync(looks, new Question("a"), "run-2")).Answer);
    }

    [TestMethod]
    public async Task RunAsync_AnotherInput_ComputesAgain()
    {
        await using World world = new(Counting(Forever));

        await world.Runner.RunAsync(Forever, new Question("a"), "run-1");
        await world.Runner.RunAsync(Forever, new Question("b"), "run-1");

        Assert.AreEqual(2, computed);
    }

    [TestMethod]
    public async Task RunAsync_MemberLeftOutOrDefault_IsTheSameCall()
    {
        await using World world = new(Counting(Forever));

        await world.Runner.RunAsync(Forever.Name, Json("""{"text":"a"}"""), "run-1");
        await world.Runner.RunAsync(Forever.Name, Json("""{ "note": null, "count": 1, "text": "a" }"""), "run-1");

        Assert.AreEqual(1, computed);
    }

    [TestMethod]
    public async Task RunAsync_ComputedAndCached_AnswerTheSameText()
    {
        await using World world = new(Counting(Forever));

        JsonElement computedOutput = await world.Runner.RunAsync(Forever.Name, Json("""{"text":"a"}"""), "run-1");
        JsonElement cachedOutput = await world.Runner.RunAsync(Forever.Name, Json("""{"text":"a"}"""), "run-1");

        Assert.AreEqual(computedOutput.GetRawText(), cachedOutput.GetRawText());
    }

    [TestMethod]
    public async Task RunAsync_PerRun_ComputesOncePerRun()
    {
        await using World world = new(Counting(PerRun));

        await world.Runner.RunAsync(PerRun, new Question("a"), "run-1");
        await world.Runner.RunAsync(PerRun, new Question("a"), "run-1:round-2");
        await world.Runner.RunAsync(PerRun, new Question("a"), "run-2");

        Assert.AreEqual(2, computed);
    }

    [TestMethod]
    public async Task RunAsync_NotRecorded_LeavesNothingInTheIndex()
    {
        DurableFunction<Question, Answer> look = new("test.look", 1, CachePolicy.Never) { Recorded = false };
        await using World world = new(Counting(look));

        await world.Runner.RunAsync(look, new Question("a"), "run-1");

        Assert.IsEmpty(await world.Index.FindByPrefixAsync("", 1));
        Assert.IsEmpty(await world.Index.CallsOfRunAsync("run-1"));
        Assert.AreEqual(1, computed);
    }

    [TestMethod]
    public async Task RunAsync_Never_ComputesEveryTime()
    {
        await using World world = new(Counting(Never));

        await world.Runner.RunAsync(Never, new Question("a"), "run-1");
        await world.Runner.RunAsync(Never, new Question("a"), "run-1");

        Assert.AreEqual(2, computed);
    }

    [TestMethod]
    public async Task RunAsync_TimeToLive_StandsUntilItIsOver()
    {
        await using World world = new(Counting(Timed));
        await world.Runner.RunAsync(Timed, new Question("a"), "run-1");

        world.Time.Advance(TimeSpan.FromMinutes(59));
        await world.Runner.RunAsync(Timed, new Question("a"), "run-1");
        Assert.AreEqual(1, computed);

        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.Runner.RunAsync(Timed, new Question("a"), "run-1");
        Assert.AreEqual(2, computed);

        world.Time.Advance(TimeSpan.FromMinutes(59));
        await world.Runner.RunAsync(Timed, new Question("a"), "run-1");
        Assert.AreEqual(2, computed, "The time counts from the new result.");
    }

    [TestMethod]
    public async Task RunAsync_NumericFunction_HoldsForOneNumericEnvironment()
    {
        await using World world = new(Counting(Numeric));
        await world.Runner.RunAsync(Numeric, new Question("a"), "run-1");

        world.NumericEnvironment = "cpu, 4 threads";
        await world.Restart();
        await world.Runner.RunAsync(Numeric, new Question("a"), "run-1");

        Assert.AreEqual(2, computed);
    }

    [TestMethod]
    public async Task RunAsync_NumericFunctionOnADevice_HoldsForWhatTheDeviceIs()
    {
        DurableFunction<Question, Answer> onDevice = new("test.on-device", 1, CachePolicy.Forever) { Numeric = true, Device = question => question.Text == "cpu" ? "" : question.Text };
        await using World world = new(Counting(onDevice));
        world.Devices["cuda"] = "cuda, an old GPU";
        await world.Runner.RunAsync(onDevice, new Question("cpu"), "run-1");
        await world.Runner.RunAsync(onDevice, new Question("cuda"), "run-1");
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => world.Runner.RunAsync(onDevice, new Question("cuda:7"), "run-1"));

        world.Devices["cuda"] = "cuda, a new GPU";
        await world.Restart();
        await world.Runner.RunAsync(onDevice, new Question("cpu"), "run-1");
        Assert.AreEqual(2, computed, "A GPU is nothing to what is computed on the processor.");
        await world.Runner.RunAsync(onDevice, new Question("cuda"), "run-1");

        Assert.AreEqual(3, computed);
    }

    [TestMethod]
    public async Task RunAsync_IndexDeleted_ComputesAgain()
    {
        await using World world = new(Counting(Forever));
        Answer first = await world.Runner.RunAsync(Forever, new Question("a"), "run-1");

        await world.DeleteIndexAndRestart();
        Answer second = await world.Runner.RunAsync(Forever, new Question("a"), "run-1");

        Assert.AreEqual(first, second);
        Assert.AreEqual(2, computed);
    }

    [TestMethod]
    public async Task RunAsync_ManyAtOnceWithOneKey_AreOneComputation()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FunctionCatalog catalog = new();
        catalog.Add(Forever, async (_, question) =>
        {
            Interlocked.Increment(ref computed);
            await go.Task;
            return new Answer(question.Text);
        });
        await using World world = new(catalog);

        Task<Answer>[] calls = [.. Enumerable.Range(0, 50).Select(i => Task.Run(() => world.Runner.RunAsync(Forever, new Question("a"), $"run-{i}")))];
        await world.Observer.WhenStarted(50);
        go.SetResult();
        Answer[] answers = await Task.WhenAll(calls);

        Assert.AreEqual(1, computed);
        Assert.HasCount(1, answers.Distinct().ToArray());
        Assert.AreEqual(1, world.Observer.Outcomes.Count(outcome => outcome == CallOutcome.Computed));
        Assert.IsTrue(world.Observer.Outcomes.All(outcome => outcome is CallOutcome.Computed or CallOutcome.Joined or CallOutcome.Cached));
    }

    [TestMethod]
    public async Task RunAsync_SecondCallDuringTheFirst_IsReportedAsJoined()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource inside = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FunctionCatalog catalog = new();
        catalog.Add(Forever, async (_, question) =>
        {
            inside.SetResult();
            await go.Task;
            return new Answer(question.Text);
        });
        await using World world = new(catalog);

        Task<Answer> first = world.Runner.RunAsync(Forever, new Question("a"), "run-1");
        await inside.Task;
        Task<Answer> second = world.Runner.RunAsync(Forever, new Question("a"), "run-2");
        go.SetResult();
        await Task.WhenAll(first, second);

        CollectionAssert.AreEquivalent(new[] { CallOutcome.Computed, CallOutcome.Joined }, world.Observer.Outcomes.ToArray());
    }

    [TestMethod]
    public async Task RunAsync_ImplementationThrows_PassesTheVeryExceptionThroughAndStoresNothing()
    {
        InvalidTimeZoneException thrown = new("budget is spent");
        bool broken = true;
        FunctionCatalog catalog = new();
        catalog.Add(Forever, (_, question) => broken ? throw thrown : Task.FromResult(new Answer(question.Text)));
        await using World world = new(catalog);

        InvalidTimeZoneException seen = await Assert.ThrowsExactlyAsync<InvalidTimeZoneException>(() => world.Runner.RunAsync(Forever, new Question("a"), "run-1"));
        broken = false;
        await world.Runner.RunAsync(Forever, new Question("a"), "run-1");

        Assert.AreSame(thrown, seen);
        CollectionAssert.AreEqual(new[] { CallOutcome.Failed, CallOutcome.Computed }, world.Observer.Outcomes.ToArray());
        StringAssert.Contains(world.Observer.FinishedCalls[0].End.Error, "System.InvalidTimeZoneException: budget is spent");
    }

    [TestMethod]
    public async Task RunAsync_ProgramStops_IsInterruptedAndNotFailed()
    {
        TaskCompletionSource inside = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FunctionCatalog catalog = new();
        catalog.Add(Forever, async (context, question) =>
        {
            inside.SetResult();
            await Task.Delay(Timeout.Infinite, context.Cancellation);
            return new Answer(question.Text);
        });
        await using World world = new(catalog);

        Task<Answer> call = world.Runner.RunAsync(Forever, new Question("a"), "run-1");
        await inside.Task;
        await world.StopAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => call);
        CollectionAssert.AreEqual(new[] { CallOutcome.Interrupted }, world.Observer.Outcomes.ToArray());
    }

    [TestMethod]
    public async Task RunAsync_Implementation_KnowsItsRunAndReportsProgress()
    {
        FunctionContext? seen = null;
        FunctionCatalog catalog = new();
        catalog.Add(Forever, (context, question) =>
        {
            seen = context;
            context.Report(3, 10, "examples");
            return Task.FromResult(new Answer(question.Text));
        });
        await using World world = new(catalog);

        await world.Runner.RunAsync(Forever, new Question("a"), "run-1:round-2:shard-3");

        Assert.AreEqual("run-1", seen!.RunId);
        Assert.AreEqual("run-1:round-2:shard-3", seen.InstanceId);
        Assert.AreEqual(world.Observer.StartedCalls[0].Key, seen.Key);
        Assert.AreEqual(new CallProgress(3, 10, "examples"), world.Observer.Reports.Single().Progress);
    }

    [TestMethod]
    public async Task RunAsync_UnknownFunction_ListsTheKnown()
    {
        await using World world = new(Counting(Forever));

        UnknownFunctionException error = await Assert.ThrowsExactlyAsync<UnknownFunctionException>(() => world.Runner.RunAsync("test.forevr", Json("{}"), "run-1"));

        StringAssert.Contains(error.Message, "test.forevr");
        StringAssert.Contains(error.Message, "test.forever");
    }

    [TestMethod]
    public async Task RunAsync_InputOfAnotherShape_NamesFunctionAndMember()
    {
        await using World world = new(Counting(Forever));

        FunctionInputException error = await Assert.ThrowsExactlyAsync<FunctionInputException>(
            () => world.Runner.RunAsync(Forever.Name, Json("""{"text":[1]}"""), "run-1"));

        StringAssert.Contains(error.Message, "test.forever v1");
        StringAssert.Contains(error.Message, "$.text");
    }

    [TestMethod]
    public async Task Register_Functions_AreActivitiesThatGoThroughTheCache()
    {
        await using World world = new(Counting(Forever));
        DurableTaskRegistry registry = new();

        world.Runner.Register(registry);

        Assert.ThrowsExactly<ArgumentException>(() => registry.AddActivityFunc<int, int>(Forever.Name, (_, input) => input), "The name is taken.");
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    private FunctionCatalog Counting(DurableFunction<Question, Answer> function) =>
        new FunctionCatalog().Add(function, (_, question) =>
        {
            Interlocked.Increment(ref computed);
            return Task.FromResult(new Answer(question.Text + "!"));
        });

    private sealed record Question(string Text, string? Note = null, int Count = 1);

    private sealed record Answer(string Text);

    private sealed record Found(Answer? Answer);
}
