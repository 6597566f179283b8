using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;

namespace Tapir.Orchestrations.Evaluation;

/// <summary>Measures a student on the held-out set, shard by shard.</summary>
internal static class EvaluationSteps
{
    public static async Task<Measurement> MeasureAsync(this PausableCalls calls, RunSpec spec, SeedDataset seed, StudentRef student)
    {
        Task<IReadOnlyList<AnsweredShard>> answers = calls.CallAllAsync(
            StudentFunctions.Answer,
            seed.HeldOut.Select(shard => new AnswerShard(student, shard, spec.Evaluation.AnswerTokens) { CutsLongInstructions = spec.Student.CutsLongInstructions, Device = spec.Training.Device }));
        Task<IReadOnlyList<MeasuredLoss>> losses = calls.CallAllAsync(
            StudentFunctions.MeasureLoss,
            seed.HeldOut.Select(shard => new MeasureLoss(student, shard) { CutsLongInstructions = spec.Student.CutsLongInstructions, Device = spec.Training.Device }));
        return await calls.CallAsync(
            EvaluationFunctions.Grade,
            new GradeAnswers(seed.HeldOut, await answers, await losses, seed.Verifiable, RandomSeeds.For(spec.RandomSeed, "bootstrap")));
    }
}
