using Tapir.Artifacts;
using Tapir.Curriculum.Selection;
using Tapir.Functions;
using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Judging;

/// <summary>Step 3b: the judge scores the student's answer against the teacher's.</summary>
public static class JudgingFunctions
{
    public static readonly DurableFunction<ScoreShard, ShardScores> ScoreShard = new("judging.score-shard", version: 1, CachePolicy.Forever) { Reproducible = false };
}

/// <param name="Examples">Examples with the teacher's answers, as JSON lines.</param>
/// <param name="Answers">The student's answers to them, in the same order.</param>
/// <param name="Model">The judge's chat model; null when the judge needs none.</param>
public sealed record ScoreShard(ArtifactRef Examples, ArtifactRef Answers, JudgeSpec Judge, TeacherModel? Model);

/// <param name="Scores"><see cref="ScoredAnswer"/> as JSON lines, in the order of the examples.</param>
public sealed record ShardScores(ArtifactRef Scores, int Scored, int Unscored);

/// <summary>One judged answer: both raw scores, or why there are none.</summary>
public sealed record ScoredAnswer(string Id, string Answer, Judgement Judgement);
