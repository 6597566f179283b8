using Microsoft.Extensions.AI;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Tasks;
using Tapir.Teachers.Prompts;
using Tapir.Teachers.Tests.Fakes;
using Tapir.Teachers.Writing;

namespace Tapir.Teachers.Tests.Writing;

[TestClass]
public sealed class WritingTests
{
    private static readonly ExpansionRequest Request = new("r1-math-1", TaskLabels.Math, "addition", 2, ["e1"], 12);
    private static readonly Example Shown = new("e1", "What is 1 + 1?", "Answer: 2", TaskLabels.Math, "addition", 2, ExampleOrigins.Seed, null);

    [TestMethod]
    public async Task Expand_TeacherThatWrites_GivesAsManyAsWantedAndIsTheSameAgain()
    {
        Expander expander = new(new FakeChatClient(WriteAll), new ExpanderOptions());
        Expansion first = await expander.ExpandAsync(Request, [Shown], Request.Count, 0, CancellationToken.None);
        Expansion again = await expander.ExpandAsync(Request, [Shown], Request.Count, 0, CancellationToken.None);
        Assert.HasCount(12, first.Candidates);
        Assert.HasCount(12, first.Candidates.Distinct());
        CollectionAssert.AreEqual(first.Candidates.ToArray(), again.Candidates.ToArray());
        Assert.AreEqual(3, first.NextSample);

        Expansion more = await expander.ExpandAsync(Request, [Shown], 4, first.NextSample, CancellationToken.None);
        Assert.IsEmpty(more.Candidates.Intersect(first.Candidates));
    }

    [TestMethod]
    public async Task Expand_RepliesThatRepeatOrCannotBeRead_AsksForWhatIsMissing()
    {
        int calls = 0;
        FakeChatClient model = new(messages => Interlocked.Increment(ref calls) switch
        {
            1 => "no list",
            2 => ExpandReply.Write(["What is  1 + 1?", "What is 2 + 2?", "what is 2 + 2?"]),
            _ => WriteAll(messages),
        });
        Expansion expansion = await new Expander(model, new ExpanderOptions { PerCall = 10 }).ExpandAsync(Request, [Shown], 3, 0, CancellationToken.None);
        Assert.HasCount(3, expansion.Candidates);
        Assert.AreEqual("What is 2 + 2?", expansion.Candidates[0]);
        Assert.HasCount(1, expansion.Problems);
        Assert.AreEqual(3, expansion.NextSample);
    }

    [TestMethod]
    public async Task Expand_TeacherThatCannot_GivesFewerAndSaysWhy()
    {
        Expansion expansion = await new Expander(new FakeChatClient(_ => "I only know sums."), new ExpanderOptions())
            .ExpandAsync(Request, [Shown], 5, 0, CancellationToken.None);
        Assert.IsEmpty(expansion.Candidates);
        Assert.HasCount(3, expansion.Problems);
    }

    [TestMethod]
    [DataRow("Math", AnswerStyle.WorkedSteps)]
    [DataRow("Reasoning", AnswerStyle.WorkedSteps)]
    [DataRow("Code Debug", AnswerStyle.ExplainedCode)]
    [DataRow("History", AnswerStyle.Plain)]
    public async Task Answer_Task_IsAskedInItsStyle(string task, AnswerStyle style)
    {
        FakeChatClient model = new(_ => " Answer: 2 ");
        TeacherAnswer answer = await new Answerer(model).AnswerAsync("What is 1 + 1?", new TaskLabel(task), 0, CancellationToken.None);
        Assert.AreEqual(new Answered("Answer: 2", false), answer);
        Assert.AreEqual(new AnswerPrompt("What is 1 + 1?", style), AnswerPrompt.TryRead(model.Asked.Single()));
    }

    [TestMethod]
    public async Task Answer_CutOffOrFiltered_SaysSo()
    {
        ChatResponse cut = FakeChatClient.Reply("Step 1");
        cut.FinishReason = ChatFinishReason.Length;
        Assert.AreEqual(new Answered("Step 1", true), await Answer(cut));
        ChatResponse filtered = FakeChatClient.Reply("");
        filtered.FinishReason = ChatFinishReason.ContentFilter;
        Assert.IsInstanceOfType<Unanswered>(await Answer(filtered));

        static Task<TeacherAnswer> Answer(ChatResponse response) =>
            new Answerer(new FakeChatClient((_, _) => Task.FromResult(response))).AnswerAsync("x", TaskLabels.Math, 0, CancellationToken.None);
    }

    [TestMethod]
    public async Task Refine_SameResult_IsTaken() =>
        Assert.AreEqual(new Refined("1 and 1 make 2.\nAnswer: 2"), await Refine("1 + 1 = 2\nAnswer: 2", "1 and 1 make 2.\nAnswer: 2"));

    [TestMethod]
    [DataRow("1 + 1 = 2\nAnswer: 2", "1 and 1 make 3.\nAnswer: 3", "from \"2\" to \"3\"")]
    [DataRow("1 + 1 = 2\nAnswer: 2", "It is two.", "no longer states")]
    [DataRow("```python\nprint(1)\n```", "Print it.", "lost its code")]
    public async Task Refine_ResultChanged_IsRejectedWithTheReason(string answer, string refined, string reason) =>
        Assert.Contains(reason, ((RefinementRejected)await Refine(answer, refined)).Reason);

    [TestMethod]
    public async Task Refine_NothingVerifiable_IsTaken() =>
        Assert.AreEqual(new Refined("Paris, on the Seine."), await Refine("Paris.", "Paris, on the Seine."));

    private static Task<Refinement> Refine(string answer, string refined) =>
        new Refiner(new FakeChatClient(_ => refined)).RefineAsync("x", TaskLabels.Math, answer, 0, CancellationToken.None);

    private static string WriteAll(IReadOnlyList<ChatMessage> messages)
    {
        ExpandPrompt prompt = ExpandPrompt.TryRead(messages)!;
        return ExpandReply.Write([.. Enumerable.Range(0, prompt.Count).Select(i => $"What is {prompt.Seed} + {i}?")]);
    }
}
