using Tapir.Artifacts;
using Tapir.Host.Specs;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;

namespace Tapir.Host.Runs;

/// <summary>What was asked for when a run began: <c>runs/ID/run.json</c>. Written before the orchestration starts, so that a start that was
/// killed half-way is found and finished.</summary>
/// <param name="Id">The spec's name and a number.</param>
/// <param name="Spec">The resolved spec. Only its budget may change later.</param>
/// <param name="SeedFile">The seed file as an artifact; null when the tutor writes the seed.</param>
public sealed record RunRecord(string Id, RunSpec Spec, ArtifactRef? SeedFile, DateTimeOffset CreatedAt)
{
    /// <value>The budget as the spec file last named it. What `tapir budget` added is in <see cref="Spec"/> alone, and stays there until the
    /// file names another.</value>
    public BudgetSpec BudgetInFile { get; init; } = Spec.Budget;

    /// <value>The other files of the seed as artifacts; null where there is one at most.</value>
    public IReadOnlyList<SeedSource>? AlsoSeeds { get; init; }

    /// <value>The model that the student begins with, as artifacts; null where it is born in the run.</value>
    public IReadOnlyList<ModelFile>? ModelFiles { get; init; }

    /// <value>What the request was called by whoever made it, so that the same request made again is this run; null where it was not.</value>
    public string? RequestKey { get; init; }

    /// <value>Requests that have raised the budget, the latest last, so that one that is made again adds nothing.</value>
    public IReadOnlyList<string> RaisedBy { get; init; } = [];

    /// <value>Who wrote the spec, and so whether its calls may go wherever this machine reaches.</value>
    public SpecOrigin Origin { get; init; }
}
