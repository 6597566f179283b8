using Tapir.Teachers.Budgets;
using Tapir.Teachers.Prompts;

namespace Tapir.Teachers.Tests.Budgets;

[TestClass]
public sealed class TypicalCallsTests
{
    private static readonly TypicalCalls Calls = new("big", new ModelPrice(1, 1), instructionLength: 100, answerLength: 400);

    [TestMethod]
    public void Answer_HasTheTokensOfItsPromptAndOfATypicalAnswer()
    {
        PlannedCalls answer = Calls.Answer(7);

        int prompt = TokenEstimate.Of(new AnswerPrompt(new string('x', 100), AnswerStyle.WorkedSteps).ToMessages());
        Assert.AreEqual(new PlannedCalls("answer", "big", new ModelPrice(1, 1), 7, prompt, OutputTokens: 100), answer);
    }

    [TestMethod]
    public void Expand_MoreShownAndAsked_TakesMoreOfBoth()
    {
        PlannedCalls few = Calls.Expand(1, shown: 1, asked: 2);
        PlannedCalls many = Calls.Expand(1, shown: 3, asked: 10);

        Assert.IsGreaterThanOrEqualTo(few.InputTokens + (2 * 500 / 4), many.InputTokens);
        Assert.IsGreaterThanOrEqualTo(few.OutputTokens + (8 * 100 / 4), many.OutputTokens);
    }
}
