using Tapir.Activities.Rating;
using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Rating;
using Tapir.Curriculum.Tasks;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Reporting;

namespace Tapir.Activities.Tests.Rating;

/// <summary>A run of two students who were asked four things: to the last one both answered the same.</summary>
internal sealed class RatedHouse : IAsyncDisposable
{
    public const string Run = "run-1";

    private const int Asked = 4;

    private RatedHouse(ActivityHouse house, WriteReport input, RatingSheet sheet)
    {
        House = house;
        Input = input;
        Sheet = sheet;
    }

    public ActivityHouse House { get; }

    /// <summary>What the run's report is made from.</summary>
    public WriteReport Input { get; }

    public RatingSheet Sheet { get; }

    public RatedRun Rated => RatedRun.Of(Input.Spec, Input.Seed.Seed, Input.Rounds, Input.Preference);

    public string Folder => House.RunFolder(Run);

    public static async Task<RatedHouse> MakeAsync()
    {
        ActivityHouse house = new();
        WriteReport recorded = await house.InputOfAsync<WriteReport>("reporting.write");
        Example[] heldOut = [.. Enumerable.Range(0, Asked).Select(number => new Example($"task-{number}", $"Task {number}", $"teacher {number}", TaskLabels.Others, null, null, ExampleOrigins.Seed, null))];
        async Task<RoundOutcome> AnsweredAsync(RoundOutcome round, string who) => round with
        {
            Measurement = round.Measurement with
            {
                Grades = await house.Artifacts.PutLinesAsync(
                    [.. heldOut.Select((example, number) => new GradedAnswer(example.Id, "Others", number == Asked - 1 ? "the same" : $"{who} {number}", Exact: false, Score: 1))]),
            },
        };
        WriteReport input = recorded with
        {
            Seed = recorded.Seed with { Seed = recorded.Seed.Seed with { HeldOut = [await house.Artifacts.PutLinesAsync(heldOut)] } },
            Rounds = [await AnsweredAsync(recorded.Rounds[0], "old"), await AnsweredAsync(recorded.Rounds[1], "new")],
        };
        RatedRun run = RatedRun.Of(input.Spec, input.Seed.Seed, input.Rounds, input.Preference);
        return new RatedHouse(house, input, await new RatingSheets(house.Artifacts).ReadAsync(run, run.Usual!, CancellationToken.None));
    }

    /// <summary>Has a rater say which of a pair is better.</summary>
    public async Task RateAsync(string rater, int place, string better, string rounds = "0,1")
    {
        RatingSheet sheet = await SheetAsync(RatedPair.Parse(rounds));
        ShownItem shown = sheet.Show(place, rater);
        RatingVerdict verdict = shown.First.StartsWith(better, StringComparison.Ordinal) ? RatingVerdict.First : RatingVerdict.Second;
        await new RatingBook(Folder).AddAsync(shown.Rate(rater, verdict, sheet.Pair, DateTimeOffset.UnixEpoch), CancellationToken.None);
    }

    public Task<RatingSheet> SheetAsync(RatedPair pair) => new RatingSheets(House.Artifacts).ReadAsync(Rated, pair, CancellationToken.None);

    public ValueTask DisposeAsync() => House.DisposeAsync();
}
