using System.Globalization;
using Tapir.Host.Specs;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Tests.Specs;

[TestClass]
public sealed class SpecFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public void Load_OnlyAName_HasTheDefaults()
    {
        RunSpec spec = Load("name: mine");

        Assert.AreEqual("mine", spec.Name);
        Assert.AreEqual(new TrainingSpec(), spec.Training);
        Assert.AreEqual(new EvaluationSpec(), spec.Evaluation);
    }

    [TestMethod]
    public void Load_SeveralFaults_AreAllToldWithLineAndColumn()
    {
        SpecError[] errors = ErrorsOf("""
            name: mine
            randomSeed: -1
            curriculum:
              rouns: 3
              threshold: high
            student: 12
            """);

        Assert.AreSequenceEqual([(2L, 13L), (4L, 3L), (5L, 14L), (6L, 10L)], errors.Select(error => (error.Line, error.Column)).ToArray());
        StringAssert.Contains(errors[0].Message, "'randomSeed' must be at least 0");
        StringAssert.Contains(errors[0].Message, "it is -1");
        Assert.AreEqual("unknown key 'curriculum.rouns'; did you mean 'rounds'?", errors[1].Message);
        Assert.AreEqual("'curriculum.threshold' must be a number; it is 'high'", errors[2].Message);
        Assert.AreEqual("'student' must be a mapping of keys to values, not '12'", errors[3].Message);
        StringAssert.StartsWith(errors[0].ToString(), $"{folder.File("spec.yaml")}:2:13: ");
    }

    [TestMethod]
    public void Load_PathsInTheFileAndTyped_AreMeantFromWhereTheyWereWritten()
    {
        folder.Write("one.jsonl", "");
        string spec = folder.Write("spec.yaml", "name: mine\njudge: { kind: reference }\nseed: { path: one.jsonl, also: [two.jsonl] }");
        Directory.CreateDirectory(folder.File("elsewhere"));
        string typed = Path.GetRelativePath(Environment.CurrentDirectory, folder.Write("elsewhere/three.jsonl", ""));

        RunSpec read = SpecFile.Load(spec, [SpecOverride.Parse($"seed.also=[{typed}]")]);

        Assert.AreSequenceEqual([folder.File("one.jsonl"), folder.File("elsewhere/three.jsonl")], read.Seed.Files.ToArray());
    }

    [TestMethod]
    [DataRow("seed: { path: one.jsonl, also: [none.jsonl] }", "seed.also", "no such file")]
    [DataRow("seed: { also: [one.jsonl] }", "seed.also", "'seed.path', which is not given")]
    [DataRow("seed: { path: one.jsonl, also: [one.jsonl] }", "seed.also", "two seed files are called 'one.jsonl'")]
    public void Load_MoreSeedFilesThatCannotBeUsed_AreNamed(string seed, string key, string message)
    {
        folder.Write("one.jsonl", "");

        SpecError error = ErrorsOf($"name: mine\njudge: {{ kind: reference }}\n{seed}").Single();

        Assert.AreEqual(3, error.Line, key);
        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    [DataRow("[q_proj, w_proj]", "'w_proj' is no projection of these models; known are q_proj, k_proj")]
    [DataRow("[]", "names no projection")]
    public void Load_TargetModulesThatNoModelHas_AreNamed(string modules, string message)
    {
        string model = folder.Write("model.gguf", "");

        SpecError error = ErrorsOf($"name: mine\nstudent:\n  model: {model}\n  adapter: {{ targetModules: {modules} }}").Single();

        Assert.AreEqual(4, error.Line);
        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    [DataRow("randomSeed: 1", "'name' is missing")]
    [DataRow("name: Mine!", "use 1 to 40 lower-case letters")]
    [DataRow("name: mine\nrandomSeed: 1.5", "'randomSeed' must be a whole number; it is '1.5'")]
    [DataRow("name: mine\nrandomSeed:", "'randomSeed' has no value")]
    [DataRow("name: mine\nteacher: { refine: perhaps }", "'teacher.refine' must be true or false")]
    [DataRow("name: mine\njudge: { kind: umpire }", "must be one of tutor, reference, teacher; it is 'umpire'")]
    [DataRow("name: [mine]", "'name' must be text, not a list")]
    [DataRow("name: mine\ncurriculum: { rounds: 0 }", "'curriculum.rounds' must be between 1 and 100; it is 0")]
    [DataRow("name: mine\nbudget: { money: 9300000000 }", "'budget.money' must be between 0 and 9000000000")]
    [DataRow("name: mine\nprices: { gpt: { input: -1 } }", "'prices.gpt.input' must be ")]
    [DataRow("name: mine\ntraining: { baseTokens: -1 }", "'training.baseTokens' must be at least 0; it is -1")]
    [DataRow("name: mine\ntraining: { preference: { beta: 0 } }", "'training.preference.beta' must be between 0.001 and 10; it is 0")]
    [DataRow("name: mine\ntraining: { preference: { tokens: 0 } }", "'training.preference.tokens' must be at least 1; it is 0")]
    [DataRow("name: mine\ntraining: { preference: { gamma: 1 } }", "known here: beta, tokens")]
    [DataRow("name: mine\nseed: { limit: 1 }", "'seed.limit' must be 0 for all rows, or at least 2")]
    [DataRow("name: mine\nwhatever_this_is: 1", "known here: name, randomSeed")]
    [DataRow("name: mine\nname: yours", "not valid YAML")]
    [DataRow("name: [", "not valid YAML")]
    [DataRow("", "the file holds no keys")]
    [DataRow("- name: mine", "the file holds no keys")]
    public void Load_OneFault_SaysWhatIsWrong(string yaml, string message) => StringAssert.Contains(Only(ErrorsOf(yaml)).Message, message);

    [TestMethod]
    [DataRow("spec.yml", "did you mean {0}?")]
    [DataRow("specs.yaml", "did you mean {0}?")]
    [DataRow("another.yaml", "`tapir init` writes one")]
    public void Load_NoSuchFile_NamesTheOneThatWasMeant(string name, string advice)
    {
        Load("name: mine");

        SpecError missing = Only(Assert.ThrowsExactly<SpecException>(() => SpecFile.Load(folder.File(name), [])).Errors);

        StringAssert.Contains(missing.Message, string.Format(CultureInfo.InvariantCulture, advice, folder.File("spec.yaml")));
    }

    [TestMethod]
    [DataRow("teacher: { kind: openAI }", "'teacher.model' is missing")]
    [DataRow("teacher: { kind: local }", "it is not given")]
    [DataRow("teacher: { kind: local, model: nowhere }", "there is none at '")]
    [DataRow("teacher: { url: 'ftp://x' }", "'teacher.url' must be an http or https address")]
    [DataRow("judge: { kind: teacher }", "write tutor")]
    [DataRow("curriculum: { planner: tapri }", "'curriculum.planner' must be one of")]
    [DataRow("curriculum: { taskMix: { Maths: 1 } }", "did you mean 'Math'?")]
    [DataRow("curriculum: { taskMix: { Math: 0.5, Reasoning: 0.4 } }", "must sum to 1; it sums to 0.9")]
    [DataRow("curriculum: { taskMix: { Math: 1.5, Reasoning: -0.5 } }", "has a negative share")]
    [DataRow("student: { width: 100, heads: 3, keyValueHeads: 3 }", "must be a whole even number")]
    [DataRow("student: { heads: 4, keyValueHeads: 3 }", "must divide 'student.heads'")]
    [DataRow("training: { baseTokens: 0 }", "a student that is born in the run knows nothing before it is trained")]
    [DataRow("training: { preference: { tokens: 1023, epochs: 2 } }", "must be at least 1024: twice 'student.context' for each epoch")]
    [DataRow("training: { preference: {} }\ncurriculum: { threshold: 9 }", "'training.preference' would have no pair; lower it")]
    [DataRow("student: { adapter: { rank: 4 } }", "name it with 'student.model'")]
    [DataRow("student: { model: nowhere.gguf }", "there is no file and no folder '")]
    [DataRow("student: { model: 'hf://owner/name', width: 64, heads: 2 }", "leave out vocabulary, width")]
    [DataRow("student: { model: 'hf://owner' }", "hf://owner/name@revision")]
    [DataRow("training: { batchTokens: 128 }", "must be at least 'student.context'")]
    [DataRow("training: { device: gpu }", "'training.device': 'gpu' is no device; write cpu, cuda, or cuda:N")]
    [DataRow("training: { device: 'cuda:x' }", "is no device")]
    [DataRow("training: { precision: bfloat16 }", "'training.precision' is bfloat16, which is for a GPU")]
    [DataRow("training: { device: cpu, precision: bfloat16 }", "the cpu computes in float32")]
    [DataRow("evaluation: { answerTokens: 256 }", "must be below 'student.context'")]
    [DataRow("seed: { path: nowhere.jsonl }\njudge: { kind: reference }", "no such file: '")]
    [DataRow("teacher: { kind: openAI, model: gpt }\njudge: { kind: teacher }\nbudget: { money: 5 }", "needs a price for the model 'gpt'")]
    [DataRow("review: { points: [] }", "'review.points' must name at least one of selection, training, export")]
    [DataRow("review: { points: [export, export] }", "none twice")]
    [DataRow("review: { timeLimit: 0s }", "'review.timeLimit' must be between 1s and 365d; it is 0ms")]
    [DataRow("review: { timeLimit: 400d }", "it is 400d")]
    public void Load_RuleBetweenKeysIsBroken_SaysWhich(string yaml, string message)
    {
        SpecError error = Only(ErrorsOf($"name: mine\n{yaml}"));

        StringAssert.Contains(error.Message, message);
        Assert.IsGreaterThan(1, error.Line);
    }

    [TestMethod]
    public void Load_Review_IsAskedForOnlyWhereItIsWritten()
    {
        Assert.IsNull(Load("name: mine").Review);

        ReviewSpec all = Load("name: mine\nreview: {}").Review!;
        Assert.AreSequenceEqual([ReviewPoint.Selection, ReviewPoint.Training, ReviewPoint.Export], all.Points);
        Assert.AreEqual((TimeSpan.FromHours(24), ReviewVerdict.Approve, 10), (all.TimeLimit, all.Default, all.Sample));

        ReviewSpec some = Load("name: mine\nreview: { points: [export], timeLimit: 30m, default: reject, sample: 3 }").Review!;
        Assert.AreSequenceEqual([ReviewPoint.Export], some.Points);
        Assert.AreEqual((TimeSpan.FromMinutes(30), ReviewVerdict.Reject, 3), (some.TimeLimit, some.Default, some.Sample));
    }

    [TestMethod]
    public void Load_SeveralRulesBroken_AreAllTold() => Assert.HasCount(3, ErrorsOf("""
        name: mine
        student: { heads: 4, keyValueHeads: 3 }
        training: { batchTokens: 128 }
        curriculum: { planner: none }
        """));

    [TestMethod]
    public void Load_Device_IsRead()
    {
        Assert.AreEqual(new TrainingSpec { Device = "cuda:1", Precision = TrainingPrecision.Bfloat16 }, Load("name: mine\ntraining: { device: 'cuda:1', precision: bfloat16 }").Training);
        Assert.AreEqual(new TrainingSpec(), Load("name: mine\ntraining: { device: cpu, precision: float32 }").Training);
    }

    [TestMethod]
    public void Load_Device_IsToldWithItsLine() => Assert.AreEqual(3, Only(ErrorsOf("name: mine\ntraining:\n  device: gpu")).Line);

    [TestMethod]
    public void Load_SeedPath_IsThatBesideTheFile()
    {
        folder.Write("rows.jsonl", "{}");

        Assert.AreEqual(folder.File("rows.jsonl"), Load("name: mine\nseed: { path: rows.jsonl }\njudge: { kind: reference }").Seed.Path);
    }

    [TestMethod]
    public void Load_Overrides_ReplaceAndAdd()
    {
        RunSpec spec = Load("name: mine\ncurriculum: { rounds: 3 }", "curriculum.rounds=2", "student.layers=2", "curriculum.taskMix={ Math: 1 }");

        Assert.AreEqual(2, spec.Curriculum.Rounds);
        Assert.AreEqual(2, spec.Student.Layers);
        Assert.AreEqual(1, spec.Curriculum.TaskMix["Math"]);
    }

    [TestMethod]
    [DataRow("curriculum.rounds=many", "--set curriculum.rounds: 'curriculum.rounds' must be a whole number; it is 'many'")]
    [DataRow("curriculum.rouns=2", "--set curriculum.rouns: unknown key 'curriculum.rouns'; did you mean 'rounds'?")]
    [DataRow("curicculum.rounds=2", "--set curicculum.rounds: unknown key 'curicculum'; did you mean 'curriculum'?")]
    [DataRow("student.heads=7", "--set student.heads: 'student.width' (")]
    public void Load_OverrideIsWrong_NamesTheOverride(string change, string message) =>
        StringAssert.StartsWith(ErrorsOf("name: mine", change)[0].ToString(), message);

    [TestMethod]
    [DataRow("rounds")]
    [DataRow("=3")]
    public void Parse_NoKeyAndValue_ShowsHowItIsWritten(string argument)
    {
        SpecException error = Assert.ThrowsExactly<SpecException>(() => SpecOverride.Parse(argument));

        StringAssert.Contains(error.Message, "--set curriculum.rounds=2");
    }

    [TestMethod]
    public void Load_NoFileOrAFolder_SaysWhatToDo()
    {
        StringAssert.Contains(Assert.ThrowsExactly<SpecException>(() => SpecFile.Load(folder.File("none.yaml"), [])).Message, "tapir init");
        StringAssert.Contains(Assert.ThrowsExactly<SpecException>(() => SpecFile.Load(folder.Root, [])).Message, "it is a folder");
    }

    [TestMethod]
    public void Load_BinaryFile_IsAClearError()
    {
        File.WriteAllBytes(folder.File("spec.yaml"), [0, 1, 2, 0xFF, 0xFE, 0]);

        Assert.HasCount(1, Assert.ThrowsExactly<SpecException>(() => SpecFile.Load(folder.File("spec.yaml"), [])).Errors);
    }

    private RunSpec Load(string yaml, params string[] overrides) =>
        SpecFile.Load(folder.Write("spec.yaml", yaml), [.. overrides.Select(SpecOverride.Parse)]);

    private SpecError[] ErrorsOf(string yaml, params string[] overrides) =>
        [.. Assert.ThrowsExactly<SpecException>(() => Load(yaml, overrides)).Errors];

    private static SpecError Only(IReadOnlyList<SpecError> errors)
    {
        Assert.HasCount(1, errors, string.Join("\n", errors));
        return errors[0];
    }
}
