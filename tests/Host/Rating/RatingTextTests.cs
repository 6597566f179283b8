using Tapir.Activities.Reporting;
using Tapir.Host.Rating;

namespace Tapir.Host.Tests.Rating;

[TestClass]
public sealed class RatingTextTests
{
    [TestMethod]
    public void Write_Question_ShowsBothAnswersWholeAndLetsNoneSteerTheTerminal()
    {
        using StringWriter output = new() { NewLine = "\n" };
        QuestionItem item = new("id", "Math", "What is 7\nplus \u001b[31m5?", "12\u001b[2J", " ");

        RatingText.Write(new RatingQuestion("mine-1", "anna", "0,3", Rated: 4, Of: 50, item), item, output);

        StringAssert.Contains(output.ToString(), "5 of 50: Math\n    What is 7\n    plus \\u001b[31m5?\n  1:\n    12\\u001b[2J\n  2:\n    (no answer)\n");
        Assert.DoesNotContain("\u001b", output.ToString());
    }

    [TestMethod]
    public void Write_Result_SaysTheRateWithItsIntervalAndWhatItIsOf()
    {
        using StringWriter output = new() { NewLine = "\n" };

        RatingText.Write(
            new RatingReport
            {
                Rounds = "0,3",
                Baseline = "S_0",
                Candidate = "S_3",
                WinRate = 0.75,
                Low = 0.5,
                High = 0.875,
                Wins = 7,
                Losses = 2,
                Ties = 1,
                BothBad = 4,
                Rated = 14,
                Items = 60,
                Identical = 5,
                Labels = [new LabelRatingReport("Math", null, null, null, 0, 0, 0, 4)],
                Raters = [new RaterReport("anna", 14), new RaterReport("bert", 3)],
                RatedByMany = 3,
                Agreement = 0.5,
            },
            output);

        string text = output.ToString();
        StringAssert.Contains(text, "S_3 against S_0: a win rate of 75.0 % (95 % interval 50.0 to 87.5)");
        StringAssert.Contains(text, "7 better, 2 worse, 1 ties; both bad: 4");
        StringAssert.Contains(text, "Math: no win rate yet");
        StringAssert.Contains(text, "14 of 60 instructions are rated, by anna (14), bert (3); to 5 more both answered the same.");
        StringAssert.Contains(text, "is 0.50.");
    }
}
