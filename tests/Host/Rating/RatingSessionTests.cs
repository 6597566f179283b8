using Tapir.Activities.Reporting;
using Tapir.Curriculum.Rating;
using Tapir.Host.Rating;
using Tapir.Host.Runs;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Rating;

[TestClass]
public sealed class RatingSessionTests : IDisposable
{
    private readonly RatedFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public async Task RateAsync_AnItem_IsThereForWhoeverOpensTheFolderNextAndCountsForTheAnswerThatWasSeen()
    {
        QuestionItem item = (await NextAsync("anna")).Item!;
        bool isNewFirst = item.First.StartsWith("new", StringComparison.Ordinal);

        await folder.Open().RateAsync("anna", item.Id, isNewFirst ? RatingVerdict.First : RatingVerdict.Second, CancellationToken.None);

        RatingQuestion next = await NextAsync("anna");
        Assert.AreEqual(1, next.Rated);
        Assert.AreNotEqual(item.Id, next.Item!.Id);
        RatingReport said = await folder.Open().ReadAsync(CancellationToken.None);
        Assert.AreEqual((1, 0, 1.0), (said.Wins, said.Losses, said.WinRate));
    }

    [TestMethod]
    public async Task RateAsync_SameSentTwice_IsOneLine()
    {
        string item = (await NextAsync("anna")).Item!.Id;

        await folder.Open().RateAsync("anna", item, RatingVerdict.Tie, CancellationToken.None);
        await folder.Open().RateAsync("anna", item, RatingVerdict.Tie, CancellationToken.None);

        Assert.HasCount(1, await File.ReadAllLinesAsync(folder.Book.Path));
    }

    [TestMethod]
    public async Task RateAsync_ChangedMind_TakesThePlaceOfWhatWasSaid()
    {
        string item = (await NextAsync("anna")).Item!.Id;

        await folder.Open().RateAsync("anna", item, RatingVerdict.Tie, CancellationToken.None);
        await folder.Open().RateAsync("anna", item, RatingVerdict.BothBad, CancellationToken.None);

        RatingReport said = await folder.Open().ReadAsync(CancellationToken.None);
        Assert.AreEqual((0, 1, 1), (said.Ties, said.BothBad, said.Rated));
    }

    [TestMethod]
    public async Task RateAsync_LastLineTorn_LosesNothingThatWasTakenDown()
    {
        await folder.Open().RateAsync("anna", folder.Sheet.Items[0].Id, RatingVerdict.Tie, CancellationToken.None);
        await File.AppendAllTextAsync(folder.Book.Path, "{\"rater\":\"anna\",\"instr");

        await folder.Open().RateAsync("anna", folder.Sheet.Items[1].Id, RatingVerdict.Tie, CancellationToken.None);

        Assert.AreEqual(2, (await folder.Open().ReadAsync(CancellationToken.None)).Ties);
    }

    [TestMethod]
    public async Task RateAsync_ManyRatersAtATime_LosesNone()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(rater => Task.Run(
            () => folder.Open().RateAsync($"rater {rater}", folder.Sheet.Items[rater % 3].Id, RatingVerdict.Tie, CancellationToken.None))));

        Assert.HasCount(12, (await folder.Open().ReadAsync(CancellationToken.None)).Raters);
    }

    [TestMethod]
    public async Task RateAsync_ItemThatIsNone_IsRefused() =>
        await Assert.ThrowsExactlyAsync<RunStateException>(() => folder.Open().RateAsync("anna", "abc", RatingVerdict.Tie, CancellationToken.None));

    [TestMethod]
    public async Task RateAsync_FileCannotBeWritten_SaysSoAndCountsNothing()
    {
        Directory.CreateDirectory(folder.Book.Path);

        StateException refused = await Assert.ThrowsAsync<StateException>(() => folder.Open().RateAsync("anna", folder.Sheet.Items[0].Id, RatingVerdict.Tie, CancellationToken.None));

        StringAssert.Contains(refused.Message, "was not taken down");
    }

    [TestMethod]
    public async Task TakeBackAsync_AfterTwo_AsksTheLastAgainAndThenTheOneBefore()
    {
        await folder.Open().RateAsync("anna", folder.Sheet.Items[0].Id, RatingVerdict.Tie, CancellationToken.None);
        await folder.Open().RateAsync("anna", folder.Sheet.Items[1].Id, RatingVerdict.Tie, CancellationToken.None);
        await folder.Open().RateAsync("bert", folder.Sheet.Items[2].Id, RatingVerdict.Tie, CancellationToken.None);

        Assert.AreEqual(folder.Sheet.Items[1].Id, await folder.Open().TakeBackAsync("anna", CancellationToken.None));
        Assert.AreEqual(folder.Sheet.Items[1].Id, (await NextAsync("anna")).Item!.Id);
        Assert.AreEqual(folder.Sheet.Items[0].Id, await folder.Open().TakeBackAsync("anna", CancellationToken.None));
        Assert.IsNull(await folder.Open().TakeBackAsync("anna", CancellationToken.None));
        Assert.AreEqual(1, (await folder.Open().ReadAsync(CancellationToken.None)).Rated);
    }

    [TestMethod]
    public async Task NextAsync_AllOfTheCountRated_AsksNoMore()
    {
        await folder.Open().RateAsync("anna", folder.Sheet.Items[0].Id, RatingVerdict.Tie, CancellationToken.None);

        RatingQuestion done = await folder.Open().NextAsync("anna", 1, [], CancellationToken.None);

        Assert.AreEqual((1, 1), (done.Rated, done.Of));
        Assert.IsNull(done.Item);
    }

    private Task<RatingQuestion> NextAsync(string rater) => folder.Open().NextAsync(rater, 50, [], CancellationToken.None);
}
