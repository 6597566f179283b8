using System.Text.Json.Nodes;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Judging;
using Tapir.Orchestrations.Planning;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;

namespace Tapir.Orchestrations.Tests.Distilling;

[TestClass]
public sealed class CurriculumRoundTests
{
    [TestMethod]
    public void RunAsync_Round_FollowsTheMethodsOrder()
    {
        ReplayedInstance round = Finished(CannedRun.Spec, number: 1);

        Assert.AreSequenceEqual(
            [
                "planning.sample-pool", "students.answer", "students.answer", "judging.score-shard", "judging.score-shard", "planning.plan-round",
                "expansion.write", "expansion.write", "expansion.filter", "expansion.answer", "planning.assemble-round",
                "training.reach", "training.run-slice", "training.run-slice", "training.release-slices",
                "students.answer", "students.answer", "students.answer", "students.measure-loss", "students.measure-loss", "students.measure-loss", "evaluation.grade",
            ],
            round.Calls.Select(call => call.Name).ToArray());
    }

    [TestMethod]
    public void RunAsync_Outcome_SumsWhatTheShardsMade()
    {
        RoundOutcome outcome = Finished(CannedRun.Spec, number: 1).OutputAs<RoundOutcome>();

        Assert.AreEqual(8, outcome.Curriculum!.Written);
        Assert.AreEqual(2, outcome.Curriculum.WriteFailures["no reply"]);
        Assert.AreEqual(6, outcome.Curriculum.AnsweredByTask["Math"]);
        Assert.AreEqual(1, outcome.Curriculum.RefinementsRejected);
        Assert.AreEqual(CannedRun.Artifact("next-pool"), outcome.Pool);
        Assert.AreEqual(CannedRun.Artifact("trained"), outcome.Trained.Student.Model);
    }

    [TestMethod]
    public void RunAsync_PreferenceTuningFollows_KeepsTheJudgedAnswersBesideTheirScores()
    {
        CurriculumOutcome kept = Finished(CannedRun.SpecWithPreference, number: 1).OutputAs<RoundOutcome>().Curriculum!;
        ReplayedInstance without = Finished(CannedRun.Spec, number: 1);

        Assert.AreSequenceEqual(
            new[] { "sample-1", "sample-2" }.Select(sample => CannedRun.Artifact($"answers to {CannedRun.Artifact(sample)}")).ToArray(), kept.Answers!.ToArray());
        Assert.HasCount(kept.Answers!.Count, kept.Scores);
        Assert.IsNull(without.OutputAs<RoundOutcome>().Curriculum!.Answers);
        Assert.DoesNotContain("\"answers\"", without.End!.Result);
    }

    [TestMethod]
    public void RunAsync_AnswersComeInAnotherOrder_AreJudgedWithTheirOwnQuestions()
    {
        ReplayedInstance round = Start(CannedRun.Spec, number: 1);
        round.Complete(round.Open[0], CannedRun.Answer(round.Open[0]));

        round.Complete(round.Open[1], CannedRun.Answer(round.Open[1]));
        round.Complete(round.Open[0], CannedRun.Answer(round.Open[0]));

        foreach (ScoreShard judged in round.Open.Select(call => call.InputAs<ScoreShard>()))
        {
            Assert.AreEqual(CannedRun.Artifact($"answers to {judged.Examples}"), judged.Answers);
        }
    }

    [TestMethod]
    [DataRow(1, 0.3)]
    [DataRow(2, 0.5)]
    [DataRow(9, 1.0)]
    public void RunAsync_LaterRound_HasALargerHardShare(int number, double share)
    {
        ReplayedInstance round = Finished(CannedRun.Spec, number);

        Assert.AreEqual(share, round.Calls.Single(call => call.Name == "planning.plan-round").InputAs<PlanRound>().HardShare, 1e-9);
        Assert.AreEqual(share, round.Calls.Single(call => call.Name == "planning.assemble-round").InputAs<AssembleRound>().HardShare, 1e-9);
    }

    [TestMethod]
    public void RunAsync_ReferenceJudge_IsGivenNoModel()
    {
        ReplayedInstance round = Finished(CannedRun.Spec with { Judge = new JudgeSpec { Kind = JudgeKind.Reference } }, number: 1);

        Assert.IsNull(round.Calls.First(call => call.Name == "judging.score-shard").InputAs<ScoreShard>().Model);
    }

    [TestMethod]
    [DataRow(JudgeKind.Tutor, TeacherKind.Tutor)]
    [DataRow(JudgeKind.Teacher, TeacherKind.OpenAI)]
    public void RunAsync_JudgeOfAKind_IsAskedWhoeverTeaches(JudgeKind judge, TeacherKind asked)
    {
        RunSpec spec = CannedRun.Spec with { Judge = new JudgeSpec { Kind = judge }, Teacher = new TeacherSpec { Kind = TeacherKind.OpenAI, Model = "gpt" } };

        ReplayedInstance round = Finished(spec, number: 1);

        Assert.AreEqual(asked, round.Calls.First(call => call.Name == "judging.score-shard").InputAs<ScoreShard>().Model!.Kind);
    }

    [TestMethod]
    public void RunAsync_SeedsOfARound_AreOfTheirOwnPurposeRoundAndRun()
    {
        int[] seeds = SeedsOf(CannedRun.Spec, number: 1);

        // Sampling, planning, assembling, training.
        Assert.HasCount(4, seeds);
        Assert.AreSequenceEqual(seeds, SeedsOf(CannedRun.Spec, number: 1));
        Assert.IsEmpty(seeds.Intersect(SeedsOf(CannedRun.Spec, number: 2)));
        Assert.IsEmpty(seeds.Intersect(SeedsOf(CannedRun.Spec with { RandomSeed = 2 }, number: 1)));
    }

    [TestMethod]
    public void RunAsync_SamplePool_AnswersAreOfTheStudentBefore()
    {
        ReplayedInstance round = Finished(CannedRun.Spec, number: 1);

        AnswerShard[] answers = [.. round.Calls.Where(call => call.Name == "students.answer").Select(call => call.InputAs<AnswerShard>())];
        Assert.IsTrue(answers[..2].All(answer => answer.Student.Model == CannedRun.Artifact("model-0")));
        Assert.IsTrue(answers[2..].All(answer => answer.Student.Model == CannedRun.Artifact("trained")));
    }

    // The bootstrap's is left out: it is one for all rounds, so that students are compared on the same draws.
    private static int[] SeedsOf(RunSpec spec, int number) => [.. Finished(spec, number).Calls
        .Where(call => call.Name != "evaluation.grade")
        .Select(call => JsonNode.Parse(call.Input)!["randomSeed"])
        .OfType<JsonNode>()
        .Select(seed => seed.GetValue<int>())
        .Distinct()];

    private static ReplayedInstance Finished(RunSpec spec, int number)
    {
        ReplayedInstance round = Start(spec, number);
        round.RunToEnd(CannedRun.Answer);
        return round;
    }

    private static ReplayedInstance Start(RunSpec spec, int number) =>
        new(new CurriculumRound(), new RoundInput(spec, CannedRun.Seed, CannedRun.Round(number - 1), number), $"run-1:round-{number}");
}
