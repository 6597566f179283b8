using Tapir.Activities.Teaching;
using Tapir.Host.Runs;
using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Budgets;

namespace Tapir.Host.Sharing;

/// <summary>What a worker on another machine is told of a run.</summary>
/// <param name="Id">The run's id.</param>
/// <param name="Record">Null for what is called on no run's account.</param>
/// <param name="PublicOnly">Whether its teacher must be on the public internet.</param>
/// <param name="Budget">Its limits.</param>
internal sealed record SharedRun(string Id, RunRecord? Record, bool PublicOnly, BudgetLimits Budget)
{
    public TeacherAccess Access() => TeacherAccessOfRuns.Of(Id, Record, PublicOnly);

    /// <summary>Whether its training slices are computed in processes of their own.</summary>
    public bool IsolatesSlices => Record?.Spec.Training.Isolation == TrainingIsolation.Process;
}
