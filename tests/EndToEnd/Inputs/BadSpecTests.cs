namespace Tapir.EndToEnd.Inputs;

/// <summary>Each fault has one clear message and exit code 2, and leaves no run behind.</summary>
[TestClass]
public sealed class BadSpecTests
{
    [TestMethod]
    [DataRow("name: bad\ncurriculum: { ruonds: 2 }", "spec.yaml:2:15: unknown key 'curriculum.ruonds'; did you mean 'rounds'?")]
    [DataRow("name: bad\ncurriculum: { rounds: many }", "spec.yaml:2:23: 'curriculum.rounds' must be a whole number; it is 'many'")]
    [DataRow("name: bad\ncurriculum: { rounds: 0 }", "'curriculum.rounds' must be between 1 and 100; it is 0")]
    [DataRow("name: bad\nstudent: { width: 9999 }", "'student.width' must be between 16 and 4096; it is 9999")]
    [DataRow("name: bad\ncurriculum: { taskMix: { Math: 0.5, Reasoning: 0.4 } }", "'curriculum.taskMix' must sum to 1; it sums to 0.9")]
    [DataRow("name: bad\ncurriculum: { planner: tapri }", "'curriculum.planner' must be one of")]
    [DataRow("name: bad\njudge: { kind: reference }\nseed: { path: nowhere.jsonl }", "no such file")]
    [DataRow("name: bad\nseed: [1, 2", "not valid YAML")]
    [DataRow("", "the file holds no keys")]
    [DataRow("curriculum: { rounds: 2 }", "'name' is missing")]
    public void Run_SpecIsWrong_SaysWhereAndExitsWith2(string spec, string message)
    {
        using TapirProgram program = new();
        program.Write("spec.yaml", spec);

        Refusal.Of(program, program.Run("run", "spec.yaml"), message);
    }

    [TestMethod]
    public void Run_SpecFileIsMissing_SaysSo()
    {
        using TapirProgram program = new();

        Refusal.Of(program, program.Run("run", "nowhere.yaml"), "nowhere.yaml: no such file");
    }

    [TestMethod]
    [DataRow("rounds", "write it as key=value")]
    [DataRow("curriculum.rounds=abc", "--set curriculum.rounds: 'curriculum.rounds' must be a whole number; it is 'abc'")]
    [DataRow("curiculum.rounds=1", "unknown key 'curiculum'; did you mean 'curriculum'?")]
    public void Run_OverrideIsWrong_NamesTheOverride(string set, string message)
    {
        using TapirProgram program = new();

        Refusal.Of(program, program.RunTiny("--set", set), message);
    }

    [TestMethod]
    public void Validate_SeveralFaults_NamesThemAllAtOnce()
    {
        using TapirProgram program = new();
        program.Write("spec.yaml", "name: bad\ncurriculum: { rounds: 0, ruonds: 2 }\nstudent: { width: many }");

        ProgramResult refused = program.Run("validate", "spec.yaml").AssertExitCode(2);

        Assert.HasCount(3, refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), refused.ToString());
    }
}
