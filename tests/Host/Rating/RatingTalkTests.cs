using Tapir.Activities.Reporting;
using Tapir.Host.Rating;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Rating;

[TestClass]
public sealed class RatingTalkTests : IDisposable
{
    private readonly RatedFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public async Task RunAsync_AllAnswered_EndsAndNamesNobodyMeanwhile()
    {
        string text = await TalkAsync("1", "t", "b");

        StringAssert.Contains(text, "1 of 3: Others\n    Question ");
        StringAssert.Contains(text, "3 of 3: Others");
        Assert.DoesNotContain("S_0", text);
        Assert.DoesNotContain("S_1", text);
        RatingReport said = await SaidAsync();
        Assert.AreEqual((1, 1, 1), (said.Wins + said.Losses, said.Ties, said.BothBad));
    }

    [TestMethod]
    public async Task RunAsync_EndedAndBegunAgain_GoesOnWhereItWas()
    {
        await TalkAsync("t", "q");

        StringAssert.Contains(await TalkAsync("T"), "2 of 3: Others");
        Assert.AreEqual(2, (await SaidAsync()).Ties);
    }

    [TestMethod]
    public async Task RunAsync_Skipped_IsNotAskedAgainNow()
    {
        await TalkAsync("s", "t", "t", "t");

        RatingReport said = await SaidAsync();
        Assert.AreEqual(2, said.Ties);
        StringAssert.Contains(await TalkAsync("b"), "3 of 3: Others");
        Assert.AreEqual(1, (await SaidAsync()).BothBad);
    }

    [TestMethod]
    public async Task RunAsync_Undone_IsAskedAgain()
    {
        string text = await TalkAsync("u", "t", "u", "b", "q");

        StringAssert.Contains(text, "There is nothing to take back.");
        RatingReport said = await SaidAsync();
        Assert.AreEqual((0, 1), (said.Ties, said.BothBad));
    }

    [TestMethod]
    public void Read_LineThatIsNoAnswer_SaysWhichAndWhatThereIs()
    {
        string path = folder.Files.Write("answers.txt", "# mine\n\n1\nx\n");

        StateException refused = Assert.ThrowsExactly<StateException>(() => FileAnswers.Read(path));

        StringAssert.Contains(refused.Message, "answers.txt(4): 'x' is no answer");
        StringAssert.Contains(Assert.ThrowsExactly<StateException>(() => FileAnswers.Read(folder.Files.File("none"))).Message, "cannot be read");
    }

    private async Task<string> TalkAsync(params string[] answers)
    {
        using StringWriter output = new() { NewLine = "\n" };
        FileAnswers file = FileAnswers.Read(folder.Files.Write("answers.txt", string.Join('\n', answers)));
        await new RatingTalk(folder.Open(), file, output).RunAsync("anna", 50, CancellationToken.None);
        return output.ToString();
    }

    private Task<RatingReport> SaidAsync() => folder.Open().ReadAsync(CancellationToken.None);
}
