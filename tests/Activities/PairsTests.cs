using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Judging;
using Tapir.Orchestrations.Students;

namespace Tapir.Activities.Tests;

[TestClass]
public sealed class PairsTests
{
    [TestMethod]
    public async Task ScoreShard_AnswerIsMissing_FailsInsteadOfLeavingAnExampleOut()
    {
        await using ActivityHouse house = new();
        ScoreShard input = await house.InputOfAsync<ScoreShard>("judging.score-shard.reference");
        ArtifactRef fewer = await WithoutTheLastAsync<StudentAnswer>(house, input.Answers);

        InvalidDataException error = await Assert.ThrowsExactlyAsync<InvalidDataException>(
            () => house.Runner.RunAsync(JudgingFunctions.ScoreShard, input with { Answers = fewer }, "run-1:round-1"));

        StringAssert.Contains(error.Message, "they were not made from the same shard");
    }

    [TestMethod]
    public async Task Grade_HeldOutTaskIsMissing_FailsInsteadOfLeavingAnAnswerOut()
    {
        await using ActivityHouse house = new();
        GradeAnswers input = await house.InputOfAsync<GradeAnswers>("evaluation.grade");
        ArtifactRef[] fewer = [.. input.HeldOut.SkipLast(1), await WithoutTheLastAsync<Example>(house, input.HeldOut[^1])];

        await Assert.ThrowsExactlyAsync<InvalidDataException>(() => house.Runner.RunAsync(EvaluationFunctions.Grade, input with { HeldOut = fewer }, "run-1:round-1"));
    }

    private static async Task<ArtifactRef> WithoutTheLastAsync<T>(ActivityHouse house, ArtifactRef lines) =>
        await house.Artifacts.PutLinesAsync((await house.Artifacts.ReadAllLinesAsync<T>(lines)).SkipLast(1));
}
