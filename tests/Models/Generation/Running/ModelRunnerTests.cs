using Tapir.Models.ChatTemplates;
using Tapir.Models.Generation;
using Tapir.Models.Generation.Answers;
using Tapir.Models.Generation.Running;
using Tapir.Models.Network;
using Tapir.Models.Tests.Training;

namespace Tapir.Models.Tests.Generation.Running;

[TestClass]
public sealed class ModelRunnerTests
{
    private static readonly Lessons Lessons = Lessons.Create();
    private static readonly GenerationOptions Drawn = new() { MaxNewTokens = 20, Temperature = 1 };

    [TestMethod]
    public async Task Ask_ManyAtOnce_AnswersEachAsAlone()
    {
        using Student student = Untrained();
        await using ModelRunner runner = new(student, new RunnerLimits { Slots = 3 });
        List<string> alone = [];
        for (int i = 0; i < 8; i++)
        {
            alone.Add((await runner.Ask(Prompt(student, i), Drawn, (ulong)i, CancellationToken.None).ReadAllAsync()).Text);
        }

        AnswerPiece[] together = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => runner.Ask(Prompt(student, i), Drawn, (ulong)i, CancellationToken.None).ReadAllAsync()));

        CollectionAssert.AreEqual(alone, together.Select(answer => answer.Text).ToArray());
        Assert.IsGreaterThan(4, alone.Distinct().Count());
    }

    [TestMethod]
    public async Task ReadAsync_Pieces_AreTheWholeAnswerAndItsTokens()
    {
        using Student student = Untrained();
        await using ModelRunner runner = new(student, new RunnerLimits());
        RunningAnswer answer = runner.Ask(Prompt(student, 1), Drawn with { TopLogProbabilities = 2 }, 1, CancellationToken.None);
        List<AnswerPiece> pieces = [];

        await foreach (AnswerPiece piece in answer.ReadAsync())
        {
            pieces.Add(piece);
        }

        AnswerPiece whole = await runner.Ask(Prompt(student, 1), Drawn, 1, CancellationToken.None).ReadAllAsync();
        Assert.AreEqual(whole.Text, string.Concat(pieces.Select(piece => piece.Text)));
        Assert.AreEqual(student.Tokenizer.Decode([.. pieces.SelectMany(piece => piece.Tokens).Select(token => token.Id)]), whole.Text);
        Assert.IsTrue(pieces.SelectMany(piece => piece.Tokens).All(token => token.Ranking.LogProbability < 0 && token.Ranking.Best.Count == 2));
        Assert.AreEqual(Prompt(student, 1).Length, answer.PromptTokens);
    }

    [TestMethod]
    public async Task Ask_StopText_EndsBeforeIt()
    {
        using Student student = Untrained();
        await using ModelRunner runner = new(student, new RunnerLimits());
        string free = (await runner.Ask(Prompt(student, 2), Drawn, 3, CancellationToken.None).ReadAllAsync()).Text;
        string stop = free.Substring(free.Length / 2, 3);
        RunningAnswer asked = runner.Ask(Prompt(student, 2), Drawn with { StopTexts = [stop] }, 3, CancellationToken.None);

        string stopped = (await asked.ReadAllAsync()).Text;

        Assert.AreEqual(free[..free.IndexOf(stop, StringComparison.Ordinal)], stopped);
        Assert.AreEqual(AnswerFinish.Stop, asked.Finish);
    }

    [TestMethod]
    public async Task Ask_MoreThanMayWait_IsTurnedAwayUntilOneIsDone()
    {
        using Student student = Untrained();
        await using ModelRunner runner = new(student, new RunnerLimits { Slots = 1, Waiting = 1 });
        using CancellationTokenSource patience = new();
        GenerationOptions endless = new() { MaxNewTokens = 100_000, Temperature = 1 };
        // Some of the answers end by themselves soon; asked again until two are there at once.
        ModelBusyException? busy = null;
        List<RunningAnswer> asked = [];
        for (int i = 0; i < 1000 && busy is null; i++)
        {
            try
            {
                asked.Add(runner.Ask(Prompt(student, i), endless, (ulong)i, patience.Token));
            }
            catch (ModelBusyException refusal)
            {
                busy = refusal;
            }
        }

        Assert.IsNotNull(busy);
        await asked[^1].ReadAllAsync();
        await runner.Ask(Prompt(student, 1), Drawn, 1, CancellationToken.None).ReadAllAsync();
    }

    [TestMethod]
    public async Task Ask_Cancelled_EndsItAloneAndFreesItsSlot()
    {
        using Student student = Untrained();
        await using ModelRunner runner = new(student, new RunnerLimits { Slots = 1 });
        using CancellationTokenSource patience = new();
        patience.Cancel();

        RunningAnswer cancelled = runner.Ask(Prompt(student, 1), Drawn, 1, patience.Token);

        await Assert.ThrowsAsync<OperationCanceledException>(() => cancelled.ReadAllAsync());
        await runner.Ask(Prompt(student, 1), Drawn, 1, CancellationToken.None).ReadAllAsync();
        Assert.AreEqual(0, runner.Open);
    }

    [TestMethod]
    public async Task DrainAsync_AnswersUnderWay_AreFinishedAndNoneIsTaken()
    {
        using Student student = Untrained();
        await using ModelRunner runner = new(student, new RunnerLimits { Slots = 1 });
        RunningAnswer[] asked = [.. Enumerable.Range(0, 3).Select(i => runner.Ask(Prompt(student, i), Drawn, (ulong)i, CancellationToken.None))];

        await runner.DrainAsync();

        foreach (RunningAnswer answer in asked)
        {
            await answer.ReadAllAsync();
            Assert.IsGreaterThan(0, answer.AnswerTokens);
        }

        Assert.ThrowsExactly<ModelStoppedException>(() => runner.Ask(Prompt(student, 1), Drawn, 1, CancellationToken.None));
    }

    [TestMethod]
    public async Task Ask_PromptAsLongAsTheContext_SaysHowLongItMayBe()
    {
        using Student student = Untrained();
        await using ModelRunner runner = new(student, new RunnerLimits { ContextLength = 16 });

        PromptTooLongException refusal = Assert.ThrowsExactly<PromptTooLongException>(() => runner.Ask(new int[16], Drawn, 1, CancellationToken.None));

        Assert.Contains("16 tokens", refusal.Message);
    }

    private static Student Untrained() => new(Lessons.Tokenizer, StudentWeights.Random(Lessons.Config, 1));

    private static int[] Prompt(Student student, int i) => student.Chat.Prompt([ChatTurn.User($"Say {i}, then {i * i}.")]);
}
