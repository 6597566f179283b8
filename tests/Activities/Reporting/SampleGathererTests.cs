using Tapir.Activities.Reporting;
using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Tasks;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Reporting;

namespace Tapir.Activities.Tests.Reporting;

[TestClass]
public sealed class SampleGathererTests
{
    // Right before and after, learnt, lost, never right: two of each.
    private static readonly (bool Before, bool After)[] Course = [(true, true), (true, true), (false, true), (false, true), (true, false), (true, false), (false, false), (false, false)];

    [TestMethod]
    public async Task GatherAsync_ManyAnswers_ShowsOneLearntOneWrongOneRight()
    {
        IReadOnlyList<BeforeAfter> samples = await GatherAsync(Course);

        Assert.AreSequenceEqual(
            [(false, true), (true, false), (true, true)], samples.Select(sample => (sample.Before.Correct, sample.After.Correct)).ToArray());
        Assert.AreEqual("S_0", samples[0].Before.Student);
    }

    [TestMethod]
    public async Task GatherAsync_AllRight_StillShowsThree() => Assert.HasCount(3, await GatherAsync([.. Enumerable.Repeat((true, true), 5)]));

    [TestMethod]
    public async Task GatherAsync_RowsOfTheUser_WrongIsNotSaidOfWhatCannotBeVerified()
    {
        IReadOnlyList<BeforeAfter> samples = await GatherAsync(Course, verifiable: false);

        Assert.IsNull(samples[0].Before.Correct);
        Assert.IsTrue(samples[0].After.Correct);
    }

    private static async Task<IReadOnlyList<BeforeAfter>> GatherAsync((bool Before, bool After)[] course, bool verifiable = true)
    {
        await using ActivityHouse house = new();
        WriteReport run = await house.InputOfAsync<WriteReport>("reporting.write");
        Example[] heldOut = [.. course.Select((_, index) => new Example($"task-{index}", $"Task {index}", "right", TaskLabels.Others, null, null, ExampleOrigins.Seed, null))];
        async Task<ArtifactRef> GradesAsync(Func<(bool Before, bool After), bool> when) => await house.Artifacts.PutLinesAsync(
            course.Select((answers, index) => new GradedAnswer($"task-{index}", "Others", "an answer", when(answers), when(answers) ? 10 : 1)));
        return await new SampleGatherer(house.Artifacts).GatherAsync(
            run with
            {
                Seed = run.Seed with { Seed = run.Seed.Seed with { HeldOut = [await house.Artifacts.PutLinesAsync(heldOut)], Verifiable = verifiable } },
                Rounds =
                [
                    run.Rounds[0] with { Measurement = run.Rounds[0].Measurement with { Grades = await GradesAsync(answers => answers.Before) } },
                    run.Rounds[1] with { Measurement = run.Rounds[1].Measurement with { Grades = await GradesAsync(answers => answers.After) } },
                ],
            },
            CancellationToken.None);
    }
}
