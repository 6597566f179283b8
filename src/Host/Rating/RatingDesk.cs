using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using Tapir.Activities.Rating;
using Tapir.Activities.Reporting;
using Tapir.Artifacts;
using Tapir.Curriculum.Rating;
using Tapir.Host.Engine;
using Tapir.Host.Runs;
using Tapir.Host.State;

namespace Tapir.Host.Rating;

/// <summary>Where people compare answers of a run: terminal, HTTP API and page ask here.</summary>
internal sealed class RatingDesk(TapirEngine engine) : IDisposable
{
    /// <value>How many items a rater is asked in all, unless another number is named.</value>
    public const int UsualCount = 50;

    // A person goes from one item to the next within seconds; what is read are artifacts, which do not change.
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(10);

    private readonly MemoryCache sheets = new(new MemoryCacheOptions { SizeLimit = 20 });
    private readonly ILogger logger = engine.Loggers.CreateLogger("Tapir.Rating");

    /// <summary>Begins to ask about a pair of a run.</summary>
    /// <param name="rounds">The pair, such as <c>0,3</c>; S_0 and the last student where left out.</param>
    /// <exception cref="RunStateException">The run has no two students yet.</exception>
    /// <exception cref="StateException">There is no such pair.</exception>
    public async Task<RatingSession> OpenAsync(RunRecord run, string? rounds, CancellationToken cancellation)
    {
        RatedRun rated = await RatedAsync(run, cancellation);
        RatingSheet sheet = await SheetAsync(rated, PairOf(run, rated, rounds), cancellation);
        return new RatingSession(run.Id, sheet, BookOf(run), engine.Clock);
    }

    /// <summary>What people say so far.</summary>
    /// <inheritdoc cref="OpenAsync"/>
    public async Task<RatingDocument> ReadAsync(RunRecord run, string? rounds, CancellationToken cancellation)
    {
        RatedRun rated = await RatedAsync(run, cancellation);
        RatedPair asked = PairOf(run, rated, rounds);
        IReadOnlyList<GivenRating> said = await BookOf(run).ReadAsync(cancellation);
        RatingReport first = RatingGatherer.Report(await SheetAsync(rated, asked, cancellation), said);
        IEnumerable<RatingReport> others = rounds is null ? (await GathererOf(rated).GatherAsync(rated, said, cancellation)).Where(other => other.Rounds != first.Rounds) : [];
        return new RatingDocument(run.Id, [first, .. others]);
    }

    /// <summary>Brings the report up to date. What people said is on the disk whether or not that succeeds.</summary>
    /// <returns>Path of the page; null where there is none.</returns>
    public async Task<string?> UpdateReportAsync(RunRecord run)
    {
        try
        {
            RatedRun rated = await RatedAsync(run, CancellationToken.None);
            return await new RatingUpdate(engine.Runs.FolderOf(run.Id)).ApplyAsync(
                async token => await GathererOf(rated).GatherAsync(rated, await BookOf(run).ReadAsync(token), token), CancellationToken.None);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException or ArtifactLostException)
        {
            // The next rating tries again, and so does `tapir report`.
            logger.ReportNotUpdated(run.Id, problem.Message);
            return null;
        }
    }

    public void Dispose() => sheets.Dispose();

    private async Task<RatedRun> RatedAsync(RunRecord run, CancellationToken cancellation) =>
        (await engine.Monitor.ProgressAsync(run, cancellation)).Run is { Seed: { } seed } progress
            ? RatedRun.Of(run.Spec, seed.Seed, progress.Rounds, progress.Preference)
            : new RatedRun(run.Spec.RandomSeed, [], []);

    private static RatedPair PairOf(RunRecord run, RatedRun rated, string? rounds)
    {
        string there = rated.Students.Count switch
        {
            0 => "no student yet",
            1 => "S_0 alone yet",
            _ => $"{rated.Students[0].Student.Name} to {rated.Students[^1].Student.Name}",
        };
        RatedPair pair = rounds is null ? rated.Usual ?? throw new RunStateException($"{run.Id} has {there}; two students are needed to compare their answers.") : Parse(rounds);
        return rated.Has(pair)
            ? pair
            : throw new RunStateException($"{run.Id} has no {(rated.Has(pair.Candidate) ? pair.Baseline : pair.Candidate).Name}; it has {there}.");
    }

    private static RatedPair Parse(string rounds)
    {
        try
        {
            return RatedPair.Parse(rounds);
        }
        catch (FormatException problem)
        {
            throw new StateException(problem.Message, problem);
        }
    }

    private RatingBook BookOf(RunRecord run) => new(engine.Runs.FolderOf(run.Id));

    private RatingGatherer GathererOf(RatedRun rated) => new((pair, token) => SheetAsync(rated, pair, token));

    private async Task<RatingSheet> SheetAsync(RatedRun run, RatedPair pair, CancellationToken cancellation)
    {
        string key = $"{run.Seed} {pair} {string.Join(' ', run.HeldOut)} {string.Join(' ', run.Students.Select(student => student.Grades))}";
        if (sheets.TryGetValue(key, out RatingSheet? known))
        {
            return known!;
        }

        RatingSheet sheet = await new RatingSheets(engine.Artifacts).ReadAsync(run, pair, cancellation);
        return sheets.Set(key, sheet, new MemoryCacheEntryOptions { SlidingExpiration = Keep, Size = 1 });
    }
}
