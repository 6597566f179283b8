namespace Tapir.Functions.Tests;

[TestClass]
public sealed class ResultExplainerTests
{
    private static readonly DurableFunction<Text, Made> Write = new("test.write", 3, CachePolicy.Forever);
    private static readonly DurableFunction<Made, Made> Shout = new("test.shout", 1, CachePolicy.PerRun) { Numeric = true };

    [TestMethod]
    public async Task ExplainAsync_PrefixOfAKey_ShowsWhatWentIn()
    {
        await using World world = NewWorld();
        Made written = await world.Runner.RunAsync(Write, new Text("a"), "run-1");
        Made shouted = await world.Runner.RunAsync(Shout, written, "run-1");
        world.Artifacts.Remove(written.Artifact);
        string key = world.Observer.StartedCalls[1].Key;

        ResultExplanation explanation = await new ResultExplainer(world.Index, world.Artifacts).ExplainAsync(key[..12]);

        Assert.AreEqual(key, explanation.Result.Key);
        Assert.AreEqual(key, FunctionKey.Of(explanation.KeyDocument), "Whoever hashes the document gets the key.");
        StringAssert.Contains(explanation.KeyDocument, "\"environment\":\"cpu, 2 threads\"");
        StringAssert.Contains(explanation.KeyDocument, "\"run\":\"run-1\"");
        ExplainedArtifact used = explanation.Used.Single();
        Assert.AreEqual(new ExplainedArtifact(written.Artifact, false, "test.write", world.Observer.StartedCalls[0].Key), used);
        Assert.AreEqual(new ExplainedArtifact(shouted.Artifact, true, "test.shout", key), explanation.Made.Single());
    }

    [TestMethod]
    public async Task ExplainAsync_UnknownOrAmbiguous_SaysSo()
    {
        await using World world = NewWorld();
        for (int i = 0; i < 40; i++)
        {
            await world.Runner.RunAsync(Write, new Text($"{i}"), "run-1");
        }

        string first = world.Observer.StartedCalls.Select(call => call.Key[..1]).GroupBy(digit => digit).First(group => group.Count() > 1).Key;
        ResultExplainer explainer = new(world.Index, world.Artifacts);

        StringAssert.Contains((await Assert.ThrowsExactlyAsync<UnknownKeyException>(() => explainer.ExplainAsync(first))).Message, "several keys");
        StringAssert.Contains((await Assert.ThrowsExactlyAsync<UnknownKeyException>(() => explainer.ExplainAsync("zz"))).Message, "'zz'");
    }

    [TestMethod]
    public async Task OfAsync_LastArtifact_LeadsBackToTheFirst()
    {
        await using World world = NewWorld();
        Made written = await world.Runner.RunAsync(Write, new Text("a"), "run-1");
        Made shouted = await world.Runner.RunAsync(Shout, written, "run-1");

        IReadOnlyList<LineageStep> steps = await new ArtifactLineage(world.Index).OfAsync([shouted.Artifact], remembered: []);

        Assert.HasCount(2, steps);
        LineageStep last = steps.Single(step => step.Artifact == shouted.Artifact);
        Assert.AreEqual("test.shout", last.Function);
        CollectionAssert.AreEqual(new[] { written.Artifact }, last.Inputs.ToArray());
        Assert.IsEmpty(steps.Single(step => step.Artifact == written.Artifact).Inputs);
    }

    [TestMethod]
    public async Task OfAsync_IndexDeletedSince_GoesOnWithWhatIsRemembered()
    {
        await using World world = NewWorld();
        Made written = await world.Runner.RunAsync(Write, new Text("a"), "run-1");
        Made shouted = await world.Runner.RunAsync(Shout, written, "run-1");
        IReadOnlyList<LineageStep> before = await new ArtifactLineage(world.Index).OfAsync([shouted.Artifact], remembered: []);
        await world.DeleteIndexAndRestart();
        await world.Runner.RunAsync(Write, new Text("a"), "run-2");

        IReadOnlyList<LineageStep> steps = await new ArtifactLineage(world.Index).OfAsync([shouted.Artifact], before);

        Assert.AreSequenceEqual(before.Select(step => (step.Artifact, step.Function)).ToArray(), steps.Select(step => (step.Artifact, step.Function)).ToArray());
        Assert.IsEmpty(await new ArtifactLineage(world.Index).OfAsync([shouted.Artifact], remembered: []));
    }

    private static World NewWorld()
    {
        World? world = null;
        FunctionCatalog catalog = new();
        catalog.Add(Write, (_, text) => Task.FromResult(new Made(world!.Artifacts.Put(text.Value))));
        catalog.Add(Shout, (_, made) => Task.FromResult(new Made(world!.Artifacts.Put(world.Artifacts.Read(made.Artifact).ToUpperInvariant()))));
        world = new World(catalog);
        return world;
    }

    private sealed record Text(string Value);

    private sealed record Made(string Artifact);
}
