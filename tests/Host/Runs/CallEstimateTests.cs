using Tapir.Host.Runs;
using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Tutor;

namespace Tapir.Host.Tests.Runs;

[TestClass]
public sealed class CallEstimateTests
{
    private static readonly RunSpec Spec = new()
    {
        Name = "tiny",
        Teacher = new TeacherSpec { Refine = true },
        Curriculum = new CurriculumSpec { Rounds = 1, RoundSize = 60, PoolSample = 40 },
    };

    [TestMethod]
    public void Of_SmallRound_CountsARequestForEachCell() => Assert.AreEqual(40 + 60 + 120, CallEstimate.Of(Spec));

    [TestMethod]
    public void Of_ReferenceJudge_CountsNoJudgements() => Assert.AreEqual(60 + 120, CallEstimate.Of(Spec with { Judge = new JudgeSpec { Kind = JudgeKind.Reference } }));

    [TestMethod]
    public void Of_WholePoolIsJudged_CountsTheSeedAndWhatRoundsAdd()
    {
        RunSpec whole = Spec with { Seed = new SeedSpec { PerCell = 2 }, Curriculum = Spec.Curriculum with { Rounds = 2, PoolSample = 0 } };
        long seed = 2 * EmbeddedTutor.Cells.Count;

        Assert.AreEqual(seed + (seed + 60) + (2 * (60 + 120)), CallEstimate.Of(whole));
    }

    [TestMethod]
    public void Of_JudgeInBothOrders_CountsTwo() => Assert.AreEqual(
        80 + 60 / 10 + 32 + 120,
        CallEstimate.Of(Spec with { Teacher = Spec.Teacher with { Kind = TeacherKind.OpenAI, Model = "gpt" }, Judge = new JudgeSpec { Kind = JudgeKind.Teacher } }));
}
