using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Tapir.Activities.Rating;
using Tapir.Activities.Students;
using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Functions;
using Tapir.Models;
using Tapir.Models.Tokenization;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Planning;
using Tapir.Orchestrations.Reporting;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;
using Tapir.Teachers.Tutor;

namespace Tapir.Activities.Reporting;

/// <summary>Gathers a run's report from what its rounds returned, the artifacts they name, the call log and the ledger.</summary>
internal sealed class ReportBuilder(ActivityRooms rooms)
{
    /// <value>Where the rows that were set aside lie, beside the report.</value>
    public const string RejectedName = "seed-rejected.jsonl";

    public async Task<RunReport> BuildAsync(string run, WriteReport input, RunLineage lineage, CancellationToken cancellation)
    {
        RunSpec spec = input.Spec;
        List<RoundReport> rounds = [];
        foreach (RoundOutcome round in input.Rounds)
        {
            RoundOutcome? next = input.Rounds.FirstOrDefault(other => other.Round == round.Round + 1);
            rounds.Add(await RoundOfAsync(round, next, spec, input.Seed.Seed, cancellation));
        }

        RunReport report = new()
        {
            Run = run,
            Name = spec.Name,
            Status = input.Status ?? (input.Student is null ? "running" : "completed"),
            StatusReason = input.StatusReason,
            Origin = await OriginAsync(run, spec, input),
            Headline = input.Seed.Seed.Verifiable || input.Rounds.Any(round => round.TutorTasks is not null) ? HeadlineOf(input) : null,
            Rounds = rounds,
            Preference = await new PreferenceGatherer(rooms.Artifacts).GatherAsync(input, cancellation),
            Spending = await new SpendingGatherer(rooms).GatherAsync(run, spec),
            Samples = await new SampleGatherer(rooms.Artifacts).GatherAsync(input, cancellation),
            Reviews = await new ReviewGatherer(rooms.Artifacts).GatherAsync(input, cancellation),
            Ratings = await RatingsAsync(run, input, cancellation),
            Seed = SeedOf(spec, input.Seed),
            Lineage = lineage.Entries,
            Student = input.Student?.Folder,
        };
        return report with { Comparison = await new ComparisonFinder(rooms.RunFolder).FindAsync(report, spec, cancellation) };
    }

    private async Task<IReadOnlyList<RatingReport>> RatingsAsync(string run, WriteReport input, CancellationToken cancellation)
    {
        RatedRun rated = RatedRun.Of(input.Spec, input.Seed.Seed, input.Rounds, input.Preference);
        RatingGatherer gatherer = new((pair, token) => new RatingSheets(rooms.Artifacts).ReadAsync(rated, pair, token));
        return await gatherer.GatherAsync(rated, await new RatingBook(rooms.RunFolder(run)).ReadAsync(cancellation), cancellation);
    }

    private async Task<RunOrigin> OriginAsync(string run, RunSpec spec, WriteReport input)
    {
        // Writing a report is no part of the run: a finished run does not grow older when its report is written anew.
        LoggedCall[] calls = [.. (await rooms.Results.CallsOfRunAsync(run)).Where(call => call.Call.Function != ReportFunctions.Write.Name)];
        DateTimeOffset now = rooms.Clock.GetUtcNow();
        return new RunOrigin
        {
            TapirVersion = typeof(ReportBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0",
            StartedAt = calls.Select(call => call.Call.StartedAt).DefaultIfEmpty(now).Min(),
            FinishedAt = input.Student is null ? null : calls.Select(call => call.End?.FinishedAt).Max() ?? now,
            WallSeconds = WorkedSeconds(calls),
            Planner = spec.Curriculum.Planner,
            RandomSeed = spec.RandomSeed,
            Teacher = spec.Teacher.Kind == TeacherKind.Tutor ? EmbeddedTutor.ModelId : spec.Teacher.Model,
            Judge = JsonNamingPolicy.CamelCase.ConvertName(spec.Judge.Kind.ToString()),
            StudentModel = spec.Student.Model is { } model
                ? $"{ModelName.Of(model)}, {(spec.Student.Adapter is { } adapter ? $"a low-rank adapter (rank {adapter.Rank})" : "all weights")} trained"
                : $"LLaMA, {spec.Student.Layers} layers of width {spec.Student.Width}, born in the run",
            // Written wherever there is time: the GPU itself is in the keys of what it computed.
            NumericEnvironment = spec.Training.Device is { } device ? $"{NumericEnvironment.Describe()}; students on {device}, trained in {spec.Training.Precision.ToString().ToLowerInvariant()}" : NumericEnvironment.Describe(),
            SpecDigest = DigestOf(spec),
            ComparisonDigest = DigestOf(ComparedPart(spec)),
            Readings = SpecReadings.Of(spec),
        };
    }

    private static string DigestOf(RunSpec spec) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(spec, FunctionJson.Options)));

    // All but the planner and the random seed, which a comparison is over, and what the student does not depend on.
    private static RunSpec ComparedPart(RunSpec spec) => spec with
    {
        Curriculum = spec.Curriculum with { Planner = "" },
        RandomSeed = 0,
        Seed = spec.Seed.Move(SeedSource.NameOf),
        Student = spec.Student with { Model = spec.Student.Model is { } model ? ModelName.Of(model) : null },
        Teacher = spec.Teacher.Kind == TeacherKind.Local ? spec.Teacher.WithoutAccess() with { Model = Path.GetFileName(spec.Teacher.Model) } : spec.Teacher.WithoutAccess(),
        Training = spec.Training.WithoutIsolation(),
        Budget = new BudgetSpec(),
        Review = null,
        Prices = new Dictionary<string, PriceSpec>(),
    };

    // Calls overlap and the run may have rested between processes: the time worked is the union of the calls' spans.
    private static double WorkedSeconds(LoggedCall[] calls)
    {
        TimeSpan worked = TimeSpan.Zero;
        DateTimeOffset reached = DateTimeOffset.MinValue;
        foreach (LoggedCall call in calls.Where(call => call.End is not null).OrderBy(call => call.Call.StartedAt))
        {
            DateTimeOffset from = call.Call.StartedAt > reached ? call.Call.StartedAt : reached;
            DateTimeOffset to = call.End!.FinishedAt;
            worked += to > from ? to - from : TimeSpan.Zero;
            reached = to > reached ? to : reached;
        }

        return worked.TotalSeconds;
    }

    private async Task<RoundReport> RoundOfAsync(RoundOutcome round, RoundOutcome? next, RunSpec spec, SeedDataset seed, CancellationToken cancellation)
    {
        IReadOnlyList<Example> trained = await rooms.Artifacts.ReadAllLinesAsync<Example>(round.TrainingSet, cancellation);
        ITextTokenizer tokenizer = await rooms.Artifacts.ReadTextTokenizerAsync(round.Trained.Student.Tokenizer, cancellation);
        return new RoundReport
        {
            Round = round.Round,
            Accuracy = seed.Verifiable || round.TutorTasks is not null ? Macro(round.Counted.Accuracy) : null,
            ByTask = RoundFigures.TasksOf(round),
            HeldOut = seed.Verifiable ? null : await new RowGatherer(rooms.Artifacts).GatherAsync(round.Measurement, seed, cancellation),
            TrainedTokens = round.Trained.Tokens,
            TrainedExamples = trained.Count,
            LongExamples = LongOf(round),
            HardShare = round.Curriculum is { } made ? new HardShareReport(made.Assembled.WantedHardShare, made.Assembled.ActualHardShare, made.Assembled.HardShareReason) : null,
            Losses = RoundFigures.LossesOf(round.Trained.Losses),
            MeanGap = RoundFigures.GapsOf(round, next, spec.Curriculum.Threshold)?.Before.Mean,
            MeanLength = trained.Count > 0 ? trained.Average(example => (double)tokenizer.Encode(example.Response).Length) : null,
            MeanLevel = trained.Any(example => example.Level is not null) ? trained.Where(example => example.Level is not null).Average(example => (double)example.Level!.Value) : null,
            Gaps = RoundFigures.GapsOf(round, next, spec.Curriculum.Threshold),
            Levels = LevelsOf(round, trained),
            Plan = RoundFigures.PlanOf(round),
        };
    }

    private static List<LevelReport> LevelsOf(RoundOutcome round, IReadOnlyList<Example> trained)
    {
        Dictionary<(string, int), int> shown = trained
            .Where(example => example is { Family: not null, Level: not null })
            .CountBy(example => (example.Family!, example.Level!.Value))
            .ToDictionary();
        Dictionary<(string, int), CellSummary> planned = (round.Curriculum?.Planned.Cells ?? []).ToDictionary(cell => (cell.Family, cell.Level));
        Dictionary<string, string> labels = EmbeddedTutor.Families.ToDictionary(family => family.Name, family => family.Task.Name);
        return [.. round.Counted.ByCell.Select(cell => new LevelReport(
            cell.Family,
            labels.GetValueOrDefault(cell.Family, "Others"),
            cell.Level,
            shown.GetValueOrDefault((cell.Family, cell.Level)),
            planned.GetValueOrDefault((cell.Family, cell.Level))?.Failed ?? 0,
            planned.GetValueOrDefault((cell.Family, cell.Level))?.Learnt ?? 0,
            cell.Correct,
            cell.Total))];
    }

    private static Headline? HeadlineOf(WriteReport input)
    {
        if (input.Rounds.Count < 2)
        {
            return null;
        }

        (RoundOutcome first, LastStudent last) = (input.Rounds[0], LastStudent.Of(input.Rounds, input.Preference));
        Dictionary<string, AccuracyInterval> before = first.Counted.ByTask.ToDictionary(task => task.Task, task => task.Accuracy);
        return new Headline(
            $"S_{first.Round}", Macro(first.Counted.Accuracy), last.Name, Macro(last.Counted.Accuracy), last.Counted.Count, last.Counted.ByTask.Count)
        {
            LabelsMadeWorse = [.. last.Counted.ByTask.Where(task => task.Accuracy.High < before[task.Task].Low).Select(task => task.Task)],
        };
    }

    private static LongExamples? LongOf(RoundOutcome round)
    {
        LongExamples counted = new(round.Trained.LeftOut, round.Trained.Cut ?? 0, (round.Measurement.LongInstructions ?? 0) + (round.TutorTasks?.LongInstructions ?? 0));
        return counted == new LongExamples(0, 0, 0) ? null : counted;
    }

    private static SeedReport SeedOf(RunSpec spec, LabelledSeed seed) => new()
    {
        Source = spec.Seed.Path is null ? "written by the embedded tutor" : string.Join(", ", spec.Seed.Files.Select(SeedSource.NameOf)),
        Format = seed.Seed.Format,
        RowsRead = seed.Seed.RowsRead + seed.Seed.RowsRejected,
        RowsUsed = seed.Seed.PoolCount + seed.Seed.HeldOutCount,
        RowsHeldOut = seed.Seed.HeldOutCount,
        RowsOverlapping = seed.Seed.OverlappingOf(spec.Seed),
        SetAside = [.. seed.Seed.RejectedReasons.Select(reason => new ReasonCount(reason.Key, reason.Value))],
        SetAsideFile = seed.Seed.Rejected is null ? null : RejectedName,
        Labels = [.. seed.Labels.Select(label => new LabelCount(label.Key, label.Value))],
        LabelSources = [.. seed.Sources.Select(source => new LabelSource(source.Key, source.Value))],
        NotExpanded = spec.Teacher.Kind != TeacherKind.Tutor ? [] : [.. seed.Labels
            .Where(label => EmbeddedTutor.Labels.All(known => known.Name != label.Key))
            .Select(label => new NotExpanded(label.Key, label.Value, "the embedded tutor knows no tasks of this label"))],
    };

    private static MacroAccuracy Macro(AccuracyInterval accuracy) => new(accuracy.Value, accuracy.Low, accuracy.High);
}
