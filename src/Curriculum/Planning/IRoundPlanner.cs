namespace Tapir.Curriculum.Planning;

/// <summary>Decides what a round trains on and what the teacher is asked to write. A pure function of the state.</summary>
/// <remarks>To add a planner: one file with the class, one line in <see cref="Planners"/>.</remarks>
public interface IRoundPlanner
{
    /// <summary>The name by which a spec asks for it.</summary>
    string Name { get; }

    RoundPlan Plan(RoundState state);
}
