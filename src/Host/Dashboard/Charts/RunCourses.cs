using System.Text.Json;
using Microsoft.Extensions.Caching.Memory;
using Tapir.Activities.Reporting;
using Tapir.Activities.Reporting.Charts;
using Tapir.Functions;
using Tapir.Host.Engine;
using Tapir.Host.Serving;
using Tapir.Orchestrations.Training;
using LossPoint = Tapir.Activities.Reporting.LossPoint;

namespace Tapir.Host.Dashboard.Charts;

/// <summary>What changes within a round, for the charts: the loss of the training under way, and what was spent over time.</summary>
internal sealed class RunCourses(TapirEngine engine) : IDisposable
{
    private readonly MemoryCache courses = new(new MemoryCacheOptions { SizeLimit = 50 });

    /// <summary>Reads them off the thread of the page: the first look at a long run takes a while.</summary>
    public Task<RunCourse> LookAsync(RunView view) => Task.Run(async () =>
    {
        (IReadOnlyList<SpentPoint> tokens, IReadOnlyList<SpentPoint> money) = SpendingOf(view.Run.Id).Look();
        return new RunCourse(await LossUnderWayAsync(view), tokens, money);
    });

    public void Dispose() => courses.Dispose();

    private SpendingCourse SpendingOf(string run) => courses.GetOrCreate(run, entry =>
    {
        entry.Size = 1;
        return new SpendingCourse(engine, run);
    })!;

    private async Task<IReadOnlyList<LossPoint>> LossUnderWayAsync(RunView view)
    {
        if (view.IsOver)
        {
            return [];
        }

        IReadOnlyList<StoredResult> newest = await engine.Results.ResultsOfRunAsync(view.Run.Id, TrainingFunctions.RunSlice.Name, result => InputOf(result).Checkpoint is null);
        RunSlice? latest = newest.Count == 0 ? null : InputOf(newest[0]);
        // The set of a round that is done: the next training has not come to the end of its first slice.
        // A preference tuning has a loss of another kind.
        if (latest is null || latest.Preference is not null || view.Rounds.Any(round => round.TrainingSet == latest.Examples))
        {
            return [];
        }

        return RoundFigures.LossesOf(newest.Where(result => InputOf(result).Examples == latest.Examples).Reverse().SelectMany(result => OutputOf(result).Losses));
    }

    private static RunSlice InputOf(StoredResult result) => JsonSerializer.Deserialize<RunSlice>(result.Input, FunctionJson.Options)!;

    private static TrainingSlice OutputOf(StoredResult result) => JsonSerializer.Deserialize<TrainingSlice>(result.Output, FunctionJson.Options)!;
}
