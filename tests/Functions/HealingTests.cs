namespace Tapir.Functions.Tests;

/// <summary>Three functions in a row: write makes an artifact of a text, shout makes one of that, read reads the last.</summary>
[TestClass]
public sealed class HealingTests : IAsyncDisposable
{
    private static readonly DurableFunction<Text, Made> Write = new("test.write", 1, CachePolicy.Forever);
    private static readonly DurableFunction<Made, Made> Shout = new("test.shout", 1, CachePolicy.Forever);
    private static readonly DurableFunction<Made, Text> Read = new("test.read", 1, CachePolicy.Forever);
    private static readonly DurableFunction<Text, Made> Sample = new("test.sample", 1, CachePolicy.Forever) { Reproducible = false };

    private readonly List<string> ran = [];
    private readonly Lock running = new();
    private World world = null!;
    private int sampled;
    private string suffix = "!";

    [TestInitialize]
    public void Open()
    {
        FunctionCatalog catalog = new();
        catalog.Add(Write, (_, text) => Run("write", () => new Made(world.Artifacts.Put(text.Value))));
        catalog.Add(Shout, (_, made) => Run("shout", () => new Made(world.Artifacts.Put(world.Artifacts.Read(made.Artifact).ToUpperInvariant() + suffix))));
        catalog.Add(Read, (_, made) => Run("read", () => new Text(world.Artifacts.Read(made.Artifact))));
        catalog.Add(Sample, (_, text) => Run("sample", () => new Made(world.Artifacts.Put(text.Value + sampled))));
        world = new World(catalog);
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [TestMethod]
    public async Task RunAsync_HitWhoseArtifactIsGone_IsComputedAgain()
    {
        Made made = await world.Runner.RunAsync(Write, new Text("a"), "run-1");
        world.Artifacts.Remove(made.Artifact);

        Made again = await world.Runner.RunAsync(Write, new Text("a"), "run-1");

        Assert.AreEqual(made, again);
        Assert.AreEqual("a", world.Artifacts.Read(made.Artifact));
        CollectionAssert.AreEqual(new[] { CallOutcome.Computed, CallOutcome.Computed }, world.Observer.Outcomes.ToArray());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task RunAsync_LostInput_IsMadeAgainAndTheCallSucceeds(bool damaged)
    {
        Made made = await world.Runner.RunAsync(Write, new Text("a"), "run-1");
        Lose(made, damaged);

        Text text = await world.Runner.RunAsync(Read, made, "run-1");

        Assert.AreEqual("a", text.Value);
        Assert.AreEqual("write read write read", string.Join(' ', ran));
    }

    [TestMethod]
    public async Task RunAsync_LostInput_HealingIsACallOfItsOwnUnderTheOneThatNeedsIt()
    {
        Made made = await world.Runner.RunAsync(Write, new Text("a"), "run-1");
        world.Artifacts.Remove(made.Artifact);

        await world.Runner.RunAsync(Read, made, "run-2");

        Call reading = world.Observer.StartedCalls.Single(call => call.Function == "test.read");
        Call healing = world.Observer.StartedCalls[^1];
        Assert.AreEqual("test.write", healing.Function);
        Assert.AreEqual(reading.Id, healing.HealingFor);
        Assert.AreEqual("run-2", healing.RunId);
    }

    [TestMethod]
    public async Task RunAsync_ProducersTwoLevelsUp_AreRunInOrder()
    {
        Made written = await world.Runner.RunAsync(Write, new Text("a"), "run-1");
        Made shouted = await world.Runner.RunAsync(Shout, written, "run-1");
        world.Artifacts.Remove(written.Artifact);
        world.Artifacts.Damage(shouted.Artifact);
        await world.Restart();
        ran.Clear();

        Text text = await world.Runner.RunAsync(Read, shouted, "run-1");

        Assert.AreEqual("A!", text.Value);
        Assert.AreEqual("read shout write shout read", string.Join(' ', ran));
    }

    [TestMethod]
    public async Task RunAsync_ManyCallsMissOneArtifact_OneRepeatHealsThemAll()
    {
        Made made = await world.Runner.RunAsync(Write, new Text("a"), "run-1");
        world.Artifacts.Remove(made.Artifact);
        ran.Clear();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => world.Runner.RunAsync(Shout, made, $"run-{i}"))));

        Assert.AreEqual(1, ran.Count(name => name == "write"));
    }

    [TestMethod]
    public async Task RunAsync_NotReproducibleMakesTheSame_GoesOn()
    {
        Made made = await world.Runner.RunAsync(Sample, new Text("a"), "run-1");
        world.Artifacts.Remove(made.Artifact);

        Text text = await world.Runner.RunAsync(Read, made, "run-1");

        Assert.AreEqual("a0", text.Value);
    }

    [TestMethod]
    public async Task RunAsync_NotReproducibleMakesAnother_DropsAllThatWasDerivedAndSaysSo()
    {
        Made sample = await world.Runner.RunAsync(Sample, new Text("a"), "run-1");
        Made shouted = await world.Runner.RunAsync(Shout, sample, "run-1");
        await world.Runner.RunAsync(Read, shouted, "run-1");
        Made unrelated = await world.Runner.RunAsync(Write, new Text("b"), "run-1");
        await world.Runner.RunAsync(Read, unrelated, "run-1");
        world.Artifacts.Remove(sample.Artifact);
        sampled = 1;
        ran.Clear();

        ArtifactNotRestoredException error = await Assert.ThrowsExactlyAsync<ArtifactNotRestoredException>(() => world.Runner.RunAsync(Read, sample, "run-1"));

        Assert.AreEqual(sample.Artifact, error.Artifact);
        CollectionAssert.AreEquivalent(new[] { "test.shout", "test.read" }, error.Dropped.Select(result => result.Function).ToArray());
        StringAssert.Contains(error.Message, "'test.sample' v1");
        StringAssert.Contains(error.Message, "not a reproducible function");
        StringAssert.Contains(error.Message, "2 results derived");
        StringAssert.Contains(error.Message, "start a new run");
        Made now = await world.Runner.RunAsync(Sample, new Text("a"), "run-2");
        Assert.AreEqual("a1", world.Artifacts.Read(now.Artifact), "The new sample is what the index has now.");
        ran.Clear();
        await world.Runner.RunAsync(Read, unrelated, "run-2");
        Assert.IsEmpty(ran, "What was not derived from the lost artifact is still found.");
        await world.Runner.RunAsync(Shout, now, "run-2");
        Assert.AreEqual("shout", string.Join(' ', ran));
    }

    [TestMethod]
    public async Task RunAsync_HitGoneAndMadeDifferently_DropsWhatWasDerived()
    {
        Made sample = await world.Runner.RunAsync(Sample, new Text("a"), "run-1");
        await world.Runner.RunAsync(Shout, sample, "run-1");
        world.Artifacts.Remove(sample.Artifact);
        sampled = 1;

        Made now = await world.Runner.RunAsync(Sample, new Text("a"), "run-2");

        Assert.AreNotEqual(sample, now);
        Assert.IsFalse((await world.Index.FindByPrefixAsync("", 100)).Any(result => result.Function == "test.shout"));
    }

    [TestMethod]
    public async Task RunAsync_ReproducibleMakesAnother_SaysThatTheVersionWasForgotten()
    {
        Made written = await world.Runner.RunAsync(Write, new Text("a"), "run-1");
        Made shouted = await world.Runner.RunAsync(Shout, written, "run-1");
        world.Artifacts.Remove(shouted.Artifact);
        suffix = "?";

        ArtifactNotRestoredException error = await Assert.ThrowsExactlyAsync<ArtifactNotRestoredException>(() => world.Runner.RunAsync(Read, shouted, "run-1"));

        StringAssert.Contains(error.Message, "declared reproducible");
        StringAssert.Contains(error.Message, "new version");
    }

    [TestMethod]
    public async Task RunAsync_NobodyKnowsTheMaker_SaysSo()
    {
        string foreign = FakeArtifacts.ReferenceOf("never made here");

        ArtifactNotRestoredException error = await Assert.ThrowsExactlyAsync<ArtifactNotRestoredException>(() => world.Runner.RunAsync(Read, new Made(foreign), "run-1"));

        StringAssert.Contains(error.Message, foreign);
        StringAssert.Contains(error.Message, "does not know what made it");
        Assert.IsInstanceOfType<FakeArtifacts.LostException>(error.InnerException);
    }

    [TestMethod]
    public async Task RunAsync_MakerHasAnotherVersionNow_SaysSo()
    {
        Made made = await world.Runner.RunAsync(Write, new Text("a"), "run-1");
        world.Artifacts.Remove(made.Artifact);
        FunctionCatalog newer = new();
        newer.Add(new DurableFunction<Text, Made>("test.write", 2, CachePolicy.Forever), (_, text) => Task.FromResult(new Made(world.Artifacts.Put(text.Value))));
        newer.Add(Read, (_, input) => Task.FromResult(new Text(world.Artifacts.Read(input.Artifact))));
        await world.Restart(newer);

        ArtifactNotRestoredException error = await Assert.ThrowsExactlyAsync<ArtifactNotRestoredException>(() => world.Runner.RunAsync(Read, made, "run-1"));

        StringAssert.Contains(error.Message, "'test.write' v1 made it, and this program has version 2");
    }

    [TestMethod]
    public async Task RunAsync_SecondProducerIsTheRealOne_IsAskedToo()
    {
        // passes.on names the artifact first without writing it; write is the one that writes.
        DurableFunction<Text, Made> passesOn = new("test.passes-on", 1, CachePolicy.Forever);
        string reference = FakeArtifacts.ReferenceOf("a");
        world.Catalog.Add(passesOn, (_, _) => Task.FromResult(new Made(reference)));
        await world.Runner.RunAsync(passesOn, new Text("x"), "run-1");
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.Runner.RunAsync(Write, new Text("a"), "run-1");
        world.Artifacts.Remove(reference);

        Text text = await world.Runner.RunAsync(Read, new Made(reference), "run-1");

        Assert.AreEqual("a", text.Value);
    }

    [TestMethod]
    public async Task RestoreAsync_OutsideOfACall_MakesTheArtifactAgain()
    {
        Made made = await world.Runner.RunAsync(Write, new Text("a"), "run-1");
        world.Artifacts.Damage(made.Artifact);

        await world.Runner.RestoreAsync(made.Artifact, new FakeArtifacts.LostException(made.Artifact));

        Assert.AreEqual("a", world.Artifacts.Read(made.Artifact));
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task RunAsync_WholeLongChainLost_IsMadeAgainFromItsBeginning()
    {
        const int Length = 3000;
        DurableFunction<Made, Made> next = new("test.next", 1, CachePolicy.Forever);
        world.Catalog.Add(next, (_, made) => Task.FromResult(new Made(world.Artifacts.Put($"{int.Parse(world.Artifacts.Read(made.Artifact)) + 1}"))));
        List<Made> chain = [await world.Runner.RunAsync(Write, new Text("0"), "run-1")];
        while (chain.Count < Length)
        {
            chain.Add(await world.Runner.RunAsync(next, chain[^1], "run-1"));
        }

        foreach (Made made in chain)
        {
            world.Artifacts.Remove(made.Artifact);
        }

        // On a thread with the stack that activities have.
        Text last = await Task.Run(() => world.Runner.RunAsync(Read, chain[^1], "run-2"));

        Assert.AreEqual($"{Length - 1}", last.Value);
    }

    private void Lose(Made made, bool damaged)
    {
        if (damaged)
        {
            world.Artifacts.Damage(made.Artifact);
        }
        else
        {
            world.Artifacts.Remove(made.Artifact);
        }
    }

    private async Task<T> Run<T>(string name, Func<T> work)
    {
        lock (running)
        {
            ran.Add(name);
        }

        await Task.Yield();
        return work();
    }

    private sealed record Text(string Value);

    private sealed record Made(string Artifact);
}
