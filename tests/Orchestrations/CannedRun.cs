using Tapir.Artifacts;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Expansion;
using Tapir.Orchestrations.Judging;
using Tapir.Orchestrations.Planning;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Reporting;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;
using Tapir.Orchestrations.Training;

namespace Tapir.Orchestrations.Tests;

/// <summary>What each function answers in a run that never was: artifacts that nobody wrote, three held-out shards, training in two slices.</summary>
internal static class CannedRun
{
    private static readonly Dictionary<string, int> Nothing = [];

    public static RunSpec Spec { get; } = new() { Name = "run", Curriculum = new CurriculumSpec { Rounds = 2 } };

    /// <value>The same run with a preference tuning of two epochs after its rounds.</value>
    public static RunSpec SpecWithPreference { get; } = Spec with { Training = new TrainingSpec { Preference = new PreferenceSpec { Beta = 0.2, Tokens = 1001, Epochs = 2 } } };

    public static SeedDataset Seed { get; } = new(
        Artifact("pool"), [Artifact("held-out-1"), Artifact("held-out-2"), Artifact("held-out-3")], 10, 3, Verifiable: true, 10, 0, Rejected: null, Format: null, Nothing, Nothing);

    public static SeedDataset TutorTasks { get; } = Seed with { Pool = Artifact("unused"), HeldOut = [Artifact("tutor-tasks")], HeldOutCount = 1 };

    public static RoundOutcome Round(int round) => new(
        round,
        new TrainedStudent(new StudentRef(Artifact($"model-{round}"), Artifact("tokenizer")), 100, 2, 0, []),
        Measurement,
        Artifact($"training-set-{round}"),
        Artifact($"pool-{round}"),
        Curriculum: null);

    public static ArtifactRef Artifact(string name) =>
        ArtifactRef.Parse($"artifact:sha256:{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)))}");

    public static object Answer(ScheduledCall call) => call.Name switch
    {
        "seeding.import" => call.InputAs<ImportSeed>() is { File: null, Seed.PerCell: 1 } ? TutorTasks : Seed,
        "seeding.label" => new LabelledSeed(Seed, Nothing, Nothing),
        "students.train-tokenizer" => new TrainedTokenizer(Artifact("tokenizer"), 300),
        "students.create" => new StudentRef(Artifact("born"), Artifact("tokenizer")),
        "students.fetch" => new FetchedModel([new ModelFile("model.safetensors", Artifact("fetched"))]),
        "students.load" => new LoadedStudent(new StudentRef(Artifact("loaded"), Artifact("its tokenizer")), "llama, 30 layers of width 576", 8192, []),
        "students.answer" => new AnsweredShard(Artifact($"answers to {call.InputAs<AnswerShard>().Examples}"), 1, 5, 0),
        "students.measure-loss" => new MeasuredLoss(2, 1),
        "students.export" => new ExportedStudent("student", "digest"),
        "evaluation.grade" => Measurement,
        "training.find-device" => new FoundDevice("a GPU"),
        "training.reach" => new ReachedTraining(Slice: null),
        "training.run-slice" => call.InputAs<RunSlice>().Checkpoint is null
            ? new TrainingSlice(Artifact("checkpoint-1"), Model: null, 1, 0, 1, 2, 50, [new LossPoint(50, 3)])
            : new TrainingSlice(Artifact("checkpoint-2"), Artifact("trained"), 1, 0, 2, 2, 100, [new LossPoint(100, 2)]),
        "training.release-slices" => new ReleasedSlices(1, 1000, 0),
        "planning.sample-pool" => new PoolShards([Artifact("sample-1"), Artifact("sample-2")], 2),
        "judging.score-shard" => new ShardScores(Artifact($"scores of {call.InputAs<ScoreShard>().Examples}"), 1, 0),
        "planning.plan-round" => new PlannedRound(Artifact("plan"), [Artifact("requests-1"), Artifact("requests-2")], new PlanSummary(2, 0, 1, 3, [], 0, [], [])),
        "expansion.write" => new WrittenInstructions(Artifact($"written for {call.InputAs<WriteInstructions>().Requests}"), 4, new Dictionary<string, int> { ["no reply"] = 1 }),
        "expansion.filter" => new FilteredInstructions([Artifact("accepted")], 6, Nothing, Nothing, Nothing),
        "expansion.answer" => new AnsweredInstructions(Artifact("expanded"), 6, new Dictionary<string, int> { ["Math"] = 6 }, 2, 1, Nothing),
        "planning.assemble-round" => new AssembledRound(Artifact("assembled"), Artifact("next-pool"), new AssemblySummary(1, 6, 0, 0.3, 0.3, HardShareReason: null, 16)),
        "preference.select-pairs" => new SelectedPairs(
            Artifact("pairs"), [Artifact("pairs-1"), Artifact("pairs-2")], 3, 400, new Dictionary<int, int> { [2] = 3 }, Nothing),
        "preference.measure-pairs" => new MeasuredPairs(Artifact($"{call.InputAs<MeasurePairs>().Student.Model} on {call.InputAs<MeasurePairs>().Pairs}"), 2),
        "reviewing.show-selection" or "reviewing.show-training" or "reviewing.show-export" => new ReviewSample(Artifact($"sample of {call.Name}"), 10, 42),
        "reviewing.recall" => new RecalledReview(null),
        "reviewing.record" => new RecordedReview(call.InputAs<ReviewDecision>(), Artifact($"record of {call.InputAs<ReviewDecision>().Sample}")),
        "reporting.write" => new WrittenReport("report.html", "report.json"),
        nameof(CurriculumRound) => Round(call.InputAs<RoundInput>().Round),
        nameof(PreferenceTuning) => Preference,
        _ => throw new AssertFailedException($"Nobody expected a call of {call.Name}."),
    };

    private static PreferenceOutcome Preference => new(2, new SelectedPairs(Artifact("pairs"), [Artifact("pairs")], 3, 400, new Dictionary<int, int> { [2] = 3 }, Nothing))
    {
        Tuned = new TunedStudent(
            new TrainedStudent(new StudentRef(Artifact("tuned"), Artifact("tokenizer")), 800, 4, 0, []),
            new Measurement(new AccuracyInterval(0.7, 0.6, 0.8), 3, [], [], 2, Artifact("tuned grades")),
            [Artifact("before")],
            [Artifact("after")]),
    };

    private static Measurement Measurement => new(new AccuracyInterval(0.5, 0.4, 0.6), 3, [], [], 2, Artifact("grades"));
}
