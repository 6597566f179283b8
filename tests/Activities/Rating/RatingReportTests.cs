using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tapir.Activities.Rating;
using Tapir.Activities.Reporting;
using Tapir.Artifacts;
using Tapir.Curriculum.Rating;
using Tapir.Functions;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Reporting;

namespace Tapir.Activities.Tests.Rating;

/// <summary>What people say, in the report.</summary>
[TestClass]
public sealed class RatingReportTests
{
    [TestMethod]
    public async Task Write_RatedRun_SaysWhoIsPreferredAndByWhom()
    {
        await using RatedHouse rated = await RatedHouse.MakeAsync();
        await rated.RateAsync("anna", 0, "new");
        await rated.RateAsync("anna", 1, "old");
        await rated.RateAsync("bert", 0, "new");

        RatingReport said = (await WriteAsync(rated)).Ratings.Single();

        Assert.AreEqual(("0,1", "S_0", "S_1"), (said.Rounds, said.Baseline, said.Candidate));
        Assert.AreEqual((1, 1, 0, 0, 2, 3, 1), (said.Wins, said.Losses, said.Ties, said.BothBad, said.Rated, said.Items, said.Identical));
        Assert.AreEqual(0.5, said.WinRate);
        Assert.IsTrue(said.Low < 0.5 && said.High > 0.5);
        Assert.AreSequenceEqual([new RaterReport("anna", 2), new RaterReport("bert", 1)], said.Raters.ToArray());
        Assert.AreEqual("Others", said.Labels.Single().Label);
    }

    [TestMethod]
    public async Task Write_OtherPairsRated_AreSaidAfterTheUsualOne()
    {
        await using RatedHouse rated = await RatedHouse.MakeAsync();
        await rated.RateAsync("anna", 0, "new", "1,teacher");
        await rated.RateAsync("anna", 0, "new");

        IReadOnlyList<RatingReport> said = (await WriteAsync(rated)).Ratings;

        Assert.AreSequenceEqual(["0,1", "teacher,1"], said.Select(pair => pair.Rounds).ToArray());
        Assert.AreSequenceEqual([1, 1], said.Select(pair => pair.Wins).ToArray());
        Assert.AreEqual(4, said[1].Items);
    }

    [TestMethod]
    public async Task Usual_StudentThatWasTuned_IsTheOneThatIsComparedWithTheFirst()
    {
        await using RatedHouse rated = await RatedHouse.MakeAsync();
        RoundOutcome last = rated.Input.Rounds[1];
        ArtifactRef answers = await rated.House.Artifacts.PutLinesAsync(
            [.. (await rated.House.Artifacts.ReadAllLinesAsync<GradedAnswer>(last.Measurement.Grades)).Select(grade => grade with { Answer = "tuned" })]);
        PreferenceOutcome preference = new(1, new SelectedPairs(answers, [], 4, 100, new Dictionary<int, int>(), new Dictionary<string, int>()))
        {
            Tuned = new TunedStudent(last.Trained, last.Measurement with { Grades = answers }, [], []),
        };

        RatedRun run = RatedRun.Of(rated.Input.Spec, rated.Input.Seed.Seed, rated.Input.Rounds, preference);

        Assert.AreEqual("0,1-preference", run.Usual!.ToString());
        RatingSheet sheet = await new RatingSheets(rated.House.Artifacts).ReadAsync(run, RatedPair.Parse("1,1-preference"), CancellationToken.None);
        Assert.IsTrue(sheet.Items.All(item => item.Candidate == "tuned" && item.Baseline != "tuned"));
        Assert.IsFalse(rated.Rated.Has(run.Usual));
    }

    [TestMethod]
    public async Task Write_AnswersAreOthersNow_CountsOnlyWhatIsStillThere()
    {
        await using RatedHouse rated = await RatedHouse.MakeAsync();
        await rated.RateAsync("anna", 0, "new");

        await rated.House.Runner.RunAsync(ReportFunctions.Write, rated.Input with { Rounds = [rated.Input.Rounds[0]] }, RatedHouse.Run);

        Assert.IsEmpty((await ReportAsync(rated)).Ratings);
    }

    [TestMethod]
    public async Task Apply_RatedAfterTheReport_MakesTheSameReportAsWritingItAnew()
    {
        await using RatedHouse rated = await RatedHouse.MakeAsync();
        await WriteAsync(rated);
        await rated.RateAsync("anna", 0, "new");

        string? page = await ApplyAsync(rated);

        string updated = await DocumentAsync(rated);
        StringAssert.Contains(await File.ReadAllTextAsync(page!), "against");
        AssertManifestFits(rated);
        await WriteAsync(rated);
        Assert.AreEqual(await DocumentAsync(rated), updated);
    }

    [TestMethod]
    public async Task Apply_TakenBack_LeavesNothingOfIt()
    {
        await using RatedHouse rated = await RatedHouse.MakeAsync();
        await WriteAsync(rated);
        string before = await DocumentAsync(rated);
        await rated.RateAsync("anna", 0, "new");
        await ApplyAsync(rated);

        GivenRating given = (await new RatingBook(rated.Folder).ReadAsync(CancellationToken.None)).Single();
        await new RatingBook(rated.Folder).AddAsync(given with { Verdict = RatingVerdict.Withdrawn }, CancellationToken.None);
        await ApplyAsync(rated);

        Assert.AreEqual(before, await DocumentAsync(rated));
    }

    [TestMethod]
    public async Task Apply_NoReportYet_WritesNone()
    {
        await using RatedHouse rated = await RatedHouse.MakeAsync();
        await rated.RateAsync("anna", 0, "new");

        Assert.IsNull(await ApplyAsync(rated));
        Assert.AreSequenceEqual([RatingBook.FileName], Directory.GetFiles(rated.Folder).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public async Task Apply_ReportDamaged_SaysSoAndLeavesIt()
    {
        await using RatedHouse rated = await RatedHouse.MakeAsync();
        await File.WriteAllTextAsync(Path.Combine(rated.Folder, "report.json"), "{");

        await Assert.ThrowsExactlyAsync<InvalidDataException>(() => ApplyAsync(rated));

        Assert.AreEqual("{", await File.ReadAllTextAsync(Path.Combine(rated.Folder, "report.json")));
    }

    [TestMethod]
    public async Task Apply_ManyAtATime_EndsWithAllThatWasSaid()
    {
        await using RatedHouse rated = await RatedHouse.MakeAsync();
        await WriteAsync(rated);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(rater => Task.Run(async () =>
        {
            await rated.RateAsync($"rater {rater}", rater % 3, "new");
            await ApplyAsync(rated);
        })));

        Assert.HasCount(6, (await ReportAsync(rated)).Ratings.Single().Raters);
        AssertManifestFits(rated);
    }

    private static async Task<RunReport> WriteAsync(RatedHouse rated)
    {
        await rated.House.Runner.RunAsync(ReportFunctions.Write, rated.Input, RatedHouse.Run);
        return await ReportAsync(rated);
    }

    private static Task<string?> ApplyAsync(RatedHouse rated)
    {
        RatingGatherer gatherer = new((pair, _) => rated.SheetAsync(pair));
        return new RatingUpdate(rated.Folder).ApplyAsync(
            async token => await gatherer.GatherAsync(rated.Rated, await new RatingBook(rated.Folder).ReadAsync(token), token), CancellationToken.None);
    }

    private static async Task<RunReport> ReportAsync(RatedHouse rated) => ReportJson.Parse(await File.ReadAllTextAsync(Path.Combine(rated.Folder, "report.json")));

    /// <summary>The report but for what differs each time it is written.</summary>
    private static async Task<string> DocumentAsync(RatedHouse rated)
    {
        JsonNode report = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(rated.Folder, "report.json")))!;
        report.AsObject().Remove("origin");
        report.AsObject().Remove("spending");
        return report.ToJsonString();
    }

    private static void AssertManifestFits(RatedHouse rated)
    {
        Manifest manifest = Manifest.Parse(File.ReadAllText(Path.Combine(rated.Folder, "manifest.json")));
        CollectionAssert.Contains(manifest.Files.Select(file => file.Path).ToArray(), RatingBook.FileName);
        foreach (ManifestFile file in manifest.Files)
        {
            Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(rated.Folder, file.Path)))), file.Digest, file.Path);
        }
    }
}
