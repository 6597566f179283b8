using Tapir.Artifacts;
using Tapir.Curriculum.Rating;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Specs;

namespace Tapir.Activities.Rating;

/// <summary>What of a run people compare: the answers of its students, and of the teacher, to the held-out instructions.</summary>
/// <param name="Seed">The run's random seed.</param>
/// <param name="HeldOut">Shards of held-out examples.</param>
/// <param name="Students">Those that have been measured, S_0 first.</param>
public sealed record RatedRun(long Seed, IReadOnlyList<ArtifactRef> HeldOut, IReadOnlyList<StudentAnswers> Students)
{
    /// <param name="preference">Null where no student was tuned.</param>
    public static RatedRun Of(RunSpec spec, SeedDataset seed, IReadOnlyList<RoundOutcome> rounds, PreferenceOutcome? preference)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(seed);
        ArgumentNullException.ThrowIfNull(rounds);
        return new RatedRun(spec.RandomSeed, seed.HeldOut,
        [
            .. rounds.Select(round => new StudentAnswers(new StudentContestant(round.Round), round.Measurement.Grades)),
            .. preference is { Tuned: { } tuned } ? [new StudentAnswers(new TunedContestant(preference.Round), tuned.Measurement.Grades)] : Array.Empty<StudentAnswers>(),
        ]);
    }

    /// <value>S_0 and the last student; null while there are no two.</value>
    public RatedPair? Usual => Students.Count > 1 ? RatedPair.Of(Students[0].Student, Students[^1].Student) : null;

    /// <summary>Whether both have answered.</summary>
    public bool Has(RatedPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return Has(pair.Baseline) && Has(pair.Candidate);
    }

    public bool Has(Contestant contestant) => contestant is TeacherContestant || Students.Any(answers => answers.Student == contestant);
}
