using Tapir.Artifacts;
using Tapir.Host.Examples;
using Tapir.Teachers.Tutor;

namespace Tapir.Host.Tests.Examples;

[TestClass]
public sealed class ExampleIndexTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FolderArtifactStore artifacts;
    private readonly SampleExamples sample;

    public ExampleIndexTests()
    {
        artifacts = new FolderArtifactStore(folder.File("artifacts"));
        sample = new SampleExamples(artifacts);
    }

    public TestContext TestContext { get; set; } = null!;

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public async Task FindAsync_JudgedInTwoRounds_HasBothAnswersBothScoresAndWhyItWasSelected()
    {
        sample.Seed("one", "What is seven and five?", "Twelve")
            .Judged(1, "one", "Eleven", teacher: 9, student: 3).Selected(1, "one")
            .Judged(2, "one", "Twelve", teacher: 9, student: 9);
        ExampleIndex index = await BuildAsync();

        ExampleItem item = (await index.FindAsync(new ExampleQuery { Round = 1, Kind = ExampleKind.Pool }, CancellationToken.None)).Examples.Single();

        Assert.AreEqual("What is seven and five?", item.Instruction);
        Assert.AreEqual("Twelve", item.TeacherAnswer);
        Assert.AreEqual(new StudentText("S_0", "Eleven", 3, null), item.Before);
        Assert.AreEqual(new StudentText("S_1", "Twelve", 9, null), item.After);
        Assert.AreEqual((9.0, 3.0, 6.0), (item.TeacherScore, item.StudentScore, item.Gap));
        Assert.IsTrue(item.Selected);
        Assert.AreEqual("The gap of 6 is above 2: selected, and trained on again.", item.Why);
    }

    [TestMethod]
    [DataRow("easy", "The gap of 1 is not above 2: not selected.")]
    [DataRow("left", "The gap of 6 is above 2: selected, but the round's share of hard examples had no room for it.")]
    [DataRow("silent", "The judge gave no score: not selected.")]
    [DataRow("new", "New in this round, and trained on.")]
    [DataRow("dropped", "New in this round; the training set had no room for it, or its instruction was there already.")]
    [DataRow("kept", "Held out: students are measured on it and never trained on it.")]
    public async Task FindAsync_EachFate_IsSaidInASentence(string id, string why)
    {
        sample.Seed("easy", "a", "b").Judged(1, "easy", "c", 5, 4)
            .Seed("left", "d", "e").Judged(1, "left", "f", 8, 2).Selected(1, "left", isTrained: false)
            .Seed("silent", "g", "h").Unscored(1, "silent", "i", "no JSON")
            .New("new", "j", "k", isTrained: true)
            .New("dropped", "l", "m", isTrained: false)
            .HeldOut("kept", "n", "o", "p", "o", "o");
        ExampleIndex index = await BuildAsync();

        ExamplePage page = await index.FindAsync(new ExampleQuery { Round = 1 }, CancellationToken.None);

        Assert.AreEqual(why, page.Examples.Single(item => item.Id == id).Why);
    }

    [TestMethod]
    public async Task FindAsync_HeldOut_ShowsWhatTheRoundChanged()
    {
        sample.Seed("one", "a", "b").HeldOut("kept", "What is it?", "That", "This", "That", "That");
        ExampleIndex index = await BuildAsync();

        ExampleItem item = (await index.FindAsync(new ExampleQuery { Round = 1, Kind = ExampleKind.HeldOut }, CancellationToken.None)).Examples.Single();

        Assert.AreEqual(new StudentText("S_0", "This", 1, false), item.Before);
        Assert.AreEqual(new StudentText("S_1", "That", 10, true), item.After);
        Assert.IsNull(item.Gap);
    }

    [TestMethod]
    public async Task FindAsync_EachFilter_LeavesThatAndNothingElse()
    {
        sample.Seed("one", "a", "b", "Math").Judged(1, "one", "c", 9, 1).Selected(1, "one").Judged(2, "one", "c", 9, 8)
            .Seed("two", "d", "e", "Grammar").Judged(1, "two", "f", 5, 5).Unscored(2, "two", "f", "nothing said");
        ExampleIndex index = await BuildAsync();

        Assert.AreSequenceEqual(["one", "two", "one", "two"], await IdsAsync(index, new ExampleQuery()));
        Assert.AreSequenceEqual(["one", "two"], await IdsAsync(index, new ExampleQuery { Round = 2 }));
        Assert.AreSequenceEqual(["two", "two"], await IdsAsync(index, new ExampleQuery { Task = "Grammar" }));
        Assert.AreSequenceEqual(["one"], await IdsAsync(index, new ExampleQuery { Selected = true }));
        Assert.AreSequenceEqual(["two", "one", "two"], await IdsAsync(index, new ExampleQuery { Selected = false }));
        Assert.AreSequenceEqual(["two"], await IdsAsync(index, new ExampleQuery { Unscored = true }));
        Assert.IsEmpty(await IdsAsync(index, new ExampleQuery { Round = 7 }));
        Assert.IsEmpty(await IdsAsync(index, new ExampleQuery { Task = "Chess" }));
    }

    [TestMethod]
    [DataRow("", 4)]
    [DataRow("common", 4)]
    [DataRow("o", 4)]
    public async Task FindAsync_PageByPage_ShowsEachOnceForwardAndTheSameBackward(string search, int pages)
    {
        for (int number = 0; number < 10; number++)
        {
            sample.Seed($"e{number}", $"common words {number}", "x").Judged(1, $"e{number}", "y", 9, 1);
        }

        ExampleIndex index = await BuildAsync();
        ExampleQuery query = new() { Search = search, PageSize = 3 };
        List<ExamplePage> forward = [await index.FindAsync(query, CancellationToken.None)];
        while (forward[^1].Next is { } next)
        {
            forward.Add(await index.FindAsync(query with { After = next }, CancellationToken.None));
        }

        List<ExamplePage> backward = [forward[^1]];
        while (backward[^1].Previous is { } previous)
        {
            backward.Add(await index.FindAsync(query with { Before = previous }, CancellationToken.None));
        }

        Assert.HasCount(pages, forward);
        Assert.AreSequenceEqual(Enumerable.Range(0, 10).Select(number => $"e{number}").ToArray(), forward.SelectMany(page => page.Examples).Select(item => item.Id).ToArray());
        Assert.AreSequenceEqual(
            forward.Select(page => page.Examples[0].Id).ToArray(), backward.AsEnumerable().Reverse().Select(page => page.Examples[0].Id).ToArray());
        Assert.IsTrue(forward.All(page => page.Found == 10));
    }

    [TestMethod]
    [DataRow("capital", "france,japan")]
    [DataRow("CAPITAL france", "france")]
    [DataRow("\"capital of Japan\"", "japan")]
    [DataRow("aris", "france")]
    [DataRow("東京", "japan")]
    [DataRow("日", "japan")]
    [DataRow("日本の首都", "japan")]
    [DataRow("首都 Paris", "")]
    [DataRow("京", "japan")]
    [DataRow("100%", "percent")]
    [DataRow("%", "percent")]
    [DataRow("a_b", "percent")]
    [DataRow("\"", "france,japan,percent")]
    [DataRow("* OR NEAR( ' \"", "")]
    [DataRow("zz", "")]
    public async Task FindAsync_Search_FindsPiecesOfAnyScriptInAnyText(string search, string found)
    {
        sample.Seed("france", "Name the capital of France", "Paris").Judged(1, "france", "Lyon", 9, 1)
            .Seed("japan", "日本の首都は? Name the capital of Japan", "東京").Judged(1, "japan", "大阪", 9, 1)
            .Seed("percent", "Is a_b 100% of it?", "no").Judged(1, "percent", "yes", 9, 1);
        ExampleIndex index = await BuildAsync();

        Assert.AreEqual(found, string.Join(',', await IdsAsync(index, new ExampleQuery { Search = search })));
    }

    [TestMethod]
    public async Task FindAsync_PieceAcrossTwoTexts_IsNotFound()
    {
        sample.Seed("one", "begins here", "ends there").Judged(1, "one", "x", 9, 1);
        ExampleIndex index = await BuildAsync();

        Assert.IsEmpty(await IdsAsync(index, new ExampleQuery { Search = "hereends" }));
        Assert.IsEmpty(await IdsAsync(index, new ExampleQuery { Search = "\"here ends\"" }));
    }

    [TestMethod]
    public async Task JudgingAsync_ScoresThatTheGradeOrAnotherRoundContradicts_AreCountedByLabelAndListed()
    {
        Tapir.Curriculum.Examples.Example task = EmbeddedTutor.WriteExamples(1, perCell: 1).First();
        string wrong = "I do not know.";
        sample.Seed("tutored", task.Instruction, task.Response, task.Task.Name, task.Family)
            .Judged(1, "tutored", task.Response, teacher: 9, student: 2)
            .Judged(2, "tutored", wrong, teacher: 4, student: 8)
            .Seed("agreed", task.Instruction, task.Response, task.Task.Name, task.Family).Judged(1, "agreed", wrong, 10, 1)
            .Seed("open", "Write a poem", "Roses", "Writing").Judged(1, "open", "Violets", 3, 9);
        ExampleIndex index = await BuildAsync();

        IReadOnlyList<LabelJudging> labels = await index.JudgingAsync(CancellationToken.None);
        ExamplePage listed = await index.FindAsync(new ExampleQuery { OnlyDisagreements = true }, CancellationToken.None);

        Assert.AreEqual(new LabelJudging(task.Task.Name, Judged: 3, Graded: 3, Compared: 1, RightScoredLow: 1, WrongScoredHigh: 1, TeacherMoved: 1), labels.Single(label => label.Task == task.Task.Name));
        Assert.AreEqual(new LabelJudging("Writing", 1, 0, 0, 0, 0, 0), labels.Single(label => label.Task == "Writing"));
        Assert.AreSequenceEqual(
            [(1, Disagreements.RightScoredLow), (2, Disagreements.WrongScoredHigh | Disagreements.TeacherMoved)],
            listed.Examples.Select(item => (item.Round, item.Disagreements)).ToArray());
        Assert.AreEqual(9.0, listed.Examples[1].EarlierTeacherScore);
    }

    [TestMethod]
    public async Task BuildAsync_GivenUpHalfWay_LeavesNothingBehind()
    {
        sample.Seed("one", "a", "b").Judged(1, "one", "c", 9, 1);
        ExampleSources sources = await sample.StoreAsync();
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => new ExampleIndexBuilder(artifacts, new Progress<double>()).BuildAsync(sources, folder.File("x.index"), stop.Token));

        Assert.IsEmpty(Directory.GetFiles(folder.Root));
    }

    [TestMethod]
    public async Task BuildAsync_ArtifactIsLost_SaysWhichAndLeavesNothingBehind()
    {
        sample.Seed("one", "a", "b").Judged(1, "one", "c", 9, 1);
        ExampleSources sources = await sample.StoreAsync();
        ArtifactRef lost = sources.Rounds[1].Scores[0];
        await artifacts.DeleteAsync((await artifacts.FindAsync(lost))!);

        ArtifactLostException problem = await Assert.ThrowsAsync<ArtifactLostException>(
            () => new ExampleIndexBuilder(artifacts, new Progress<double>()).BuildAsync(sources, folder.File("x.index"), CancellationToken.None));

        StringAssert.Contains(problem.Message, lost.Digest[..8]);
        Assert.IsEmpty(Directory.GetFiles(folder.Root));
    }

    [TestMethod]
    public async Task Digest_AnotherArtifactOrThreshold_IsAnother()
    {
        ExampleSources sources = await sample.Seed("one", "a", "b").StoreAsync();
        ExampleSources other = await sample.Judged(1, "one", "c", 9, 1).StoreAsync();

        Assert.AreEqual(sources.Digest, (sources with { }).Digest);
        Assert.AreNotEqual(sources.Digest, other.Digest);
        Assert.AreNotEqual(sources.Digest, (sources with { Threshold = 3 }).Digest);
    }

    [TestMethod]
    public async Task FindAsync_ManyExamples_FirstPageAndSearchTakeNoSecond()
    {
        // A million by hand: TAPIR_EXAMPLES=1000000.
        int count = int.Parse(Environment.GetEnvironmentVariable("TAPIR_EXAMPLES") ?? "20000");
        for (int number = 0; number < count; number++)
        {
            sample.Seed($"e{number}", $"What is {number} plus {number * 7L}? Explain each step to a child.", $"It is {number * 8L}. First add the ones, then the tens.", number % 2 == 0 ? "Math" : "Reasoning")
                .Judged(1, $"e{number}", $"Perhaps {number * 3L}, perhaps not.", 9, (number % 9) + 1);
        }

        sample.Seed("rare", "Tell me about the axolotl", "It regrows its legs.", "Biology").Judged(1, "rare", "東京", 9, 1);
        long began = TimeProvider.System.GetTimestamp();
        ExampleIndex index = await BuildAsync();
        TestContext.WriteLine($"{count} examples built in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s, {new FileInfo(folder.File("examples.index")).Length >> 20} MiB");

        foreach (ExampleQuery query in new ExampleQuery[]
        {
            new(), new() { After = count - 100 }, new() { Task = "Reasoning", Selected = false }, new() { Task = "Biology" }, new() { Search = "explain" }, new() { Search = "axolotl" },
            new() { Search = "axolotl explain" }, new() { Search = "explain", Task = "Biology", Selected = false }, new() { Search = "e" }, new() { Search = "東京" }, new() { Search = $"\"What is {count - 5} plus\"" },
        })
        {
            // Whatever else the machine does meanwhile counts against it: the best of three is its own time.
            TimeSpan best = TimeSpan.MaxValue;
            for (int time = 0; time < 3; time++)
            {
                long start = TimeProvider.System.GetTimestamp();
                await index.FindAsync(query, CancellationToken.None);
                TimeSpan took = TimeProvider.System.GetElapsedTime(start);
                best = took < best ? took : best;
            }

            TestContext.WriteLine($"{best.TotalMilliseconds:0} ms: after {query.After}, task {query.Task}, selected {query.Selected}, search {query.Search}");
            Assert.IsLessThan(TimeSpan.FromSeconds(1), best, query.ToString());
        }

        ExamplePage common = await index.FindAsync(new ExampleQuery { Search = "explain" }, CancellationToken.None);
        Assert.AreEqual((10_000L, true), (common.Found, common.HasMore));
        Assert.AreEqual("rare", (await index.FindAsync(new ExampleQuery { Search = "axolotl" }, CancellationToken.None)).Examples.Single().Id);
    }

    private static async Task<string[]> IdsAsync(ExampleIndex index, ExampleQuery query) =>
        [.. (await index.FindAsync(query, CancellationToken.None)).Examples.Select(item => item.Id)];

    private async Task<ExampleIndex> BuildAsync()
    {
        string path = folder.File("examples.index");
        await new ExampleIndexBuilder(artifacts, new Progress<double>()).BuildAsync(await sample.StoreAsync(), path, CancellationToken.None);
        return new ExampleIndex(path);
    }
}
