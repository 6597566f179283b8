using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tapir.Activities.Reporting.Tests;

/// <summary>A made-up run, close enough to a real one to look at.</summary>
internal static class SampleRun
{
    private static readonly (string Family, string Task, double Ease)[] Families =
    [
        ("addition", "Math", 0.9), ("multiplication", "Math", 0.5), ("fractions", "Math", 0.35), ("unit conversion", "Physics", 0.45),
        ("comparison", "Reasoning", 0.95), ("syllogism", "Reasoning", 0.8), ("boolean", "Reasoning", 0.7), ("dates", "History", 0.4),
        ("sorting", "Computer Science", 0.75), ("counting", "Common-Sense", 0.8), ("string editing", "Grammar", 0.65), ("program tracing", "Code Generation", 0.45),
        ("bug finding", "Code Debug", 0.4), ("json format", "Complex Format", 0.7), ("percentages", "Economy", 0.3), ("anagrams", "Writing", 0.2),
    ];

    private static readonly string[] Labels = [.. Families.Select(family => family.Task).Distinct().Order(StringComparer.Ordinal)];

    public static RunReport Full()
    {
        RoundReport[] rounds = [.. Enumerable.Range(0, 4).Select(Round)];
        return new RunReport
        {
            Run = "quickstart-1",
            Name = "quickstart",
            Status = "completed",
            Origin = Origin(),
            Headline = new Headline("S_0", rounds[0].Accuracy!, "S_3", rounds[3].Accuracy!, 1600, Labels.Length)
            {
            },
            Comparison = new Compared("tapir", "random", 5_012_480, 0.021, -0.006, 0.048,
            [
                new SeedPair(1, 0.642, 0.611), new SeedPair(2, 0.637, 0.629), new SeedPair(3, 0.655, 0.604), new SeedPair(4, 0.618, 0.627), new SeedPair(5, 0.649, 0.625),
            ]),
            Rounds = rounds,
            Spending = Spending(),
            Samples = Samples(),
            Seed = new SeedReport
            {
                Source = "tutor: 2,000 instructions over 16 families",
                Format = "tapir",
                RowsRead = 2000,
                RowsUsed = 1993,
                RowsHeldOut = 0,
                RowsOverlapping = 7,
                SetAside = [new ReasonCount("the row is not an object", 2), new ReasonCount("instruction is empty", 5)],
                SetAsideFile = "seed.rejected.jsonl",
                Labels = [.. Labels.Select((label, index) => new LabelCount(label, 180 + (index * 7)))],
                LabelSources = [new LabelSource("tutor", 1981), new LabelSource("data", 12)],
                NotExpanded = [new NotExpanded("Ethics", 41, "The tutor has no family of tasks under this label.")],
            },
            Lineage = Lineage(),
            Student = "student/",
        };
    }

    /// <summary>The same with a preference tuning after its rounds.</summary>
    public static RunReport Tuned() => Full() with
    {
        Preference = new PreferenceReport
        {
            Round = 3,
            Beta = 0.1,
            Pairs = 1204,
            ByRound = [new RoundPairs(2, 204), new RoundPairs(3, 1000)],
            LeftOut = [new ReasonCount("beyond the tokens of the spec", 97)],
            LikelierBefore = new PreferredShare(602, 1204, 0.5, 0.472, 0.528),
            LikelierAfter = new PreferredShare(903, 1204, 0.75, 0.725, 0.774),
            Rewarded = new PreferredShare(1144, 1204, 0.95, 0.936, 0.961),
            Margin = new RewardMargin(0.812, 0.774, 0.85),
            Tuned = Round(3) with
            {
                IsTuned = true,
                Accuracy = new MacroAccuracy(0.731, 0.709, 0.752),
                TrainedTokens = 399_104,
                TrainedExamples = 1204,
                Losses = [.. Enumerable.Range(1, 60).Select(step => new LossPoint(step * 6600L, 0.693 * Math.Exp(-step / 40.0)))],
                Levels = [],
                Gaps = null,
                Plan = null,
            },
        },
    };

    /// <summary>Rows of the user's own: nothing to verify label by label, and little learnt.</summary>
    public static RunReport OwnData() => new()
    {
        Run = "own-data-3",
        Name = "Grade-school maths, recorded answers",
        Status = "paused",
        StatusReason = "The budget of 500 calls is spent; raise it with: tapir budget own-data-3 add 500",
        Origin = Origin() with { Planner = "random", FinishedAt = null },
        Comparison = NotCompared.For("random"),
        Rounds =
        [
            new RoundReport { Round = 0, TrainedExamples = 7000, TrainedTokens = 1_200_000, HeldOut = new HeldOutRows(400, 3.912, 3, 0.0075, 0.0026, 0.0218) { Overlap = 0.184 } },
            new RoundReport { Round = 1, TrainedExamples = 2400, TrainedTokens = 420_000, HeldOut = new HeldOutRows(400, 3.655, 5, 0.0125, 0.0053, 0.0289) { Overlap = 0.201 } },
        ],
        Samples = [new BeforeAfter("Math", "太郎はりんごを3個、花子は5個持っています。合わせて何個ですか。", "3 + 5 = 8\nAnswer: 8", new StudentAnswer("S_0", "", false, null), new StudentAnswer("S_1", "Answer: 8", true, 10))],
    };

    /// <summary>The least a report can hold.</summary>
    public static RunReport Empty() => new()
    {
        Run = "empty-1",
        Name = "empty",
        Status = "running",
        Origin = new RunOrigin
        {
            TapirVersion = "0.1.0",
            StartedAt = DateTimeOffset.UnixEpoch,
            Planner = "tapir",
            NumericEnvironment = "cpu",
            SpecDigest = Digest("empty"),
        },
    };

    private static RunOrigin Origin() => new()
    {
        TapirVersion = "0.1.0",
        StartedAt = new DateTimeOffset(2026, 11, 23, 5, 54, 12, TimeSpan.Zero),
        FinishedAt = new DateTimeOffset(2026, 11, 23, 5, 59, 31, TimeSpan.Zero),
        WallSeconds = 318.6,
        Planner = "tapir",
        RandomSeed = 7,
        Teacher = "tutor",
        Judge = "tutor",
        StudentModel = "LLaMA, 4 layers, width 128, 0.92 M parameters, from scratch",
        NumericEnvironment = "cpu, 2 threads, avx512, libtorch 2.10.0, linux-x64",
        SpecDigest = Digest("spec"),
        Readings =
        [
            new Reading("pool.sample", "1200", "At most 1,200 instructions of the pool are answered and judged a round."),
            new Reading("judge.orders", "2", "Each pair of answers is judged in both orders and the scores are averaged."),
            new Reading("mixing", "weights", "The hard share is met by a weight per example, over training tokens."),
            new Reading("quota.unmet", "redistribute", "What a label cannot fill goes to labels with capacity; the shortfall is reported."),
            new Reading("judge.unscored", "3 retries", "An answer that cannot be parsed is asked again with the next sample index, then left out and counted."),
            new Reading("nearDuplicates", "ROUGE-L 0.7", "Over words; over characters in scripts without spaces."),
            new Reading("evaluation.heldOut", "20 per family and level", "Drawn before anything else, the same for every planner, never trained on."),
        ],
    };

    private static RoundReport Round(int round)
    {
        LevelReport[] levels =
        [
            .. Families.SelectMany((family, row) => Enumerable.Range(1, 5).Select(level =>
            {
                double share = Skill(family.Ease, level, round);
                int correct = (int)Math.Round(20 * share);
                int failed = (int)Math.Round(15 * (1 - share));
                return new LevelReport(family.Family, family.Task, level, round == 0 ? 25 : 6 + (level * 2) + (row % 3), round == 0 ? 0 : failed, round == 0 ? 0 : failed / 3, correct, 20);
            })),
        ];
        TaskAccuracy[] tasks =
        [
            .. Labels.Select(label =>
            {
                int correct = levels.Where(level => level.Task == label).Sum(level => level.Correct);
                int total = levels.Where(level => level.Task == label).Sum(level => level.Total);
                double accuracy = (double)correct / total;
                double half = 1.96 * Math.Sqrt(Math.Max(0.002, accuracy * (1 - accuracy)) / total);
                return new TaskAccuracy(label, correct, total, accuracy, Math.Max(0, accuracy - half), Math.Min(1, accuracy + half));
            }),
        ];
        double macro = tasks.Average(task => task.Accuracy);
        double wanted = 0.1 + (0.2 * round);
        return new RoundReport
        {
            Round = round,
            Accuracy = new MacroAccuracy(macro, macro - 0.024, macro + 0.023),
            ByTask = tasks,
            TrainedTokens = round == 0 ? 1_310_720 : 1_233_920,
            TrainedExamples = round == 0 ? 1993 : 1180,
            HardShare = round == 0 ? null : round == 3 ? new HardShareReport(wanted, 0.643, "there are only 310 hard examples") : new HardShareReport(wanted, wanted, Reason: null),
            Losses = [.. Enumerable.Range(1, 220).Select(step => new LossPoint(step * 5600L, Loss(round, step)))],
            MeanGap = round == 0 ? null : 5.9 + (0.25 * round),
            MeanLength = 41.2 + (6.3 * round),
            MeanLevel = 2.6 + (0.31 * round),
            Gaps = round == 0 ? null : new GapShift(2, Gaps(round, 0)) { After = Gaps(round, 1), AfterIs = round == 3 ? "the same instructions again" : "the next round's pool" },
            Levels = levels,
            Plan = round == 0 ? null : Plan(round),
        };
    }

    private static double Skill(double ease, int level, int round) =>
        Math.Clamp((0.13 + (0.32 * round) - (0.035 * round * round)) * (0.55 + ease) - ((level - 1) * 0.11) + (ease * 0.12), 0, 1);

    private static double Loss(int round, int step) =>
        0.42 + ((round == 0 ? 5.6 : 0.75 - (0.12 * round)) * Math.Exp(-step / (round == 0 ? 34.0 : 70.0))) + (0.05 * Math.Sin(step * 1.7)) + (0.03 * Math.Cos(step * 0.61)) - (0.06 * round);

    private static GapHistogram Gaps(int round, int after)
    {
        double learnt = 0.18 + (0.2 * (round + after - 1));
        return GapHistogram.Of(
            Enumerable.Range(0, 1194).Select(index =>
            {
                double place = (index + 0.5) / 1194;
                return place < learnt ? (index % 11 == 0 ? -1 : 0) : place > learnt + 0.3 ? 9 - (index % 3 * 0.5) : 1 + (index % 8);
            }),
            6 - (after * 2));
    }

    private static PlanReport Plan(int round)
    {
        double[] shares = [.. Labels.Select(label => label is "Math" or "Reasoning" ? 0.24 : label.StartsWith("Code", StringComparison.Ordinal) ? 0.12 : 0.28 / (Labels.Length - 4))];
        IEnumerable<PlannedLabel> labels = Labels.Select((label, index) =>
        {
            int quota = (int)Math.Round(shares[index] * 800);
            bool short1 = label == "Writing";
            int planned = short1 ? 9 : quota + 1;
            return new PlannedLabel(
                label, shares[index], quota, planned, (int)(planned * 1.3) + round, planned, short1 ? quota - 9 : 0,
                short1 ? "The teacher wrote 9 anagram tasks that differ; the rest were near-duplicates." : null);
        });
        return new PlanReport(
            [.. labels, new PlannedLabel("Ethics", 0.02, 16, 0, 0, 0, 16, "The tutor has no family of tasks under this label.")],
            [new ReasonCount("near-duplicate (ROUGE-L 0.7 or more)", 151 + (round * 9)), new ReasonCount("held-out instruction", 14), new ReasonCount("too short", 3), new ReasonCount("refined answer changed the result", round)]);
    }

    private static SpendingReport Spending() => new()
    {
        Calls = 12_874,
        TokensIn = 3_412_118,
        TokensOut = 911_204,
        Cost = 0m,
        LedgerHits = 1_204,
        Budget = new BudgetReport(20_000, null, 5m),
        ByFunction =
        [
            new SpendingLine("judging.score-shard@1", 7_180, 2_410_331, 201_114, 0m, 804), new SpendingLine("expansion.expand@2", 514, 610_412, 190_055, 0m),
            new SpendingLine("expansion.answer@1", 5_180, 391_375, 520_035, 0m, 400),
        ],
        ByModel = [new SpendingLine("tutor", 12_874, 3_412_118, 911_204, 0m, 1_204)],
        Functions =
        [
            new FunctionTime("training.train-slice@3", 61, 0, 0, 214.8), new FunctionTime("students.answer-shard@2", 44, 12, 0, 61.2), new FunctionTime("judging.score-shard@1", 18, 6, 1, 4.9),
            new FunctionTime("expansion.expand@2", 12, 0, 0, 3.1), new FunctionTime("expansion.answer@1", 12, 4, 0, 2.2), new FunctionTime("evaluation.measure@1", 5, 1, 0, 19.4),
            new FunctionTime("seed.import@1", 1, 0, 0, 0.41), new FunctionTime("assembly.assemble@1", 3, 0, 0, 0.062),
        ],
    };

    private static BeforeAfter[] Samples() =>
    [
        Sample("Math", "addition", 3, "What is 478 + 256? Show your steps.", "478 + 256\n= 478 + 200 + 50 + 6\n= 678 + 56\n= 734\nAnswer: 734", "478 + 256 = 634\nAnswer: 634", false, 2, "478 + 256\n= 478 + 200 + 50 + 6\n= 734\nAnswer: 734", true, 10),
        Sample("Math", "multiplication", 2, "A crate holds 24 bottles. How many bottles are in 7 crates?", "24 × 7\n= 20 × 7 + 4 × 7\n= 140 + 28\nAnswer: 168", "24 × 7 = 148 Answer: 148", false, 3, "24 × 7\n= 140 + 28\nAnswer: 168", true, 10),
        Sample("Math", "fractions", 4, "Add 3/8 and 5/12. Give a reduced fraction.", "3/8 = 9/24, 5/12 = 10/24\nAnswer: 19/24", "Answer: 8/20", false, 1, "3/8 = 9/24, 5/12 = 10/24\nAnswer: 18/24", false, 4),
        Sample("Code Debug", "bug finding", 2, "This program should print the sum of 1 to 4 but prints 6. Which line is wrong?\n1: total = 0\n2: for i in range(1, 4):\n3:     total += i\n4: print(total)", "range(1, 4) stops at 3, so 4 is never added.\nAnswer: 2", "Answer: 3", false, 1, "range(1, 4) stops at 3.\nAnswer: 2", true, 9),
        Sample("Complex Format", "json format", 3, "Write <script>alert('tapir')</script> & \"name\" as the value of the key text in a JSON object.", "{\"text\": \"<script>alert('tapir')</script> & \\\"name\\\"\"}", "{\"text\": \"<script>\"", false, 2, "{\"text\": \"<script>alert('tapir')</script> & \\\"name\\\"\"}", true, 10),
        Sample("Reasoning", "syllogism", 2, "All wugs are blickets. No blicket is a dax. Can a wug be a dax?", "Every wug is a blicket, and no blicket is a dax.\nAnswer: no", "Answer: yes", false, 1, "Every wug is a blicket, and no blicket is a dax.\nAnswer: no", true, 10),
        Sample("Reasoning", "boolean", 5, "Evaluate: not (true and (false or not true)) and (true or false)", "false or not true = false\ntrue and false = false\nnot false = true\nAnswer: true", "Answer: true", true, 7, "false or not true = false\ntrue and false = false\nnot false = true\nAnswer: true", true, 10),
    ];

    private static BeforeAfter Sample(string task, string family, int level, string instruction, string teacher, string before, bool beforeRight, double beforeScore, string after, bool afterRight, double afterScore) =>
        new(task, instruction, teacher, new StudentAnswer("S_0", before, beforeRight, beforeScore), new StudentAnswer("S_3", after, afterRight, afterScore)) { Family = family, Level = level };

    private static LineageEntry[] Lineage()
    {
        List<LineageEntry> entries =
        [
            new(Digest("seed"), "seed", null, "seed.import@1", []),
            new(Digest("held"), "held-out set", null, "evaluation.hold-out@1", [Digest("seed")]),
            new(Digest("tokenizer"), "tokenizer", null, "training.tokenizer@1", [Digest("seed")]),
            new(Digest("set0"), "training set", 0, "assembly.assemble@1", [Digest("seed")]),
            new(Digest("student0"), "student", 0, "training.train-slice@3", [Digest("set0"), Digest("tokenizer")]),
        ];
        for (int round = 1; round <= 3; round++)
        {
            string r = round.ToString(CultureInfo.InvariantCulture);
            string last = (round - 1).ToString(CultureInfo.InvariantCulture);
            entries.Add(new(Digest("answers" + r), "answers", round, "students.answer-shard@2", [Digest("student" + last), Digest("seed")]));
            entries.Add(new(Digest("scores" + r), "judgements", round, "judging.score-shard@1", [Digest("answers" + r)]));
            entries.Add(new(Digest("new" + r), "expansions", round, "expansion.expand@2", [Digest("scores" + r)]));
            entries.Add(new(Digest("set" + r), "training set", round, "assembly.assemble@1", [Digest("scores" + r), Digest("new" + r)]));
            entries.Add(new(Digest("student" + r), "student", round, "training.train-slice@3", [Digest("set" + r), Digest("student" + last)]));
        }

        return [.. entries];
    }

    private static string Digest(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
