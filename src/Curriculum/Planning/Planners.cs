namespace Tapir.Curriculum.Planning;

/// <summary>The planners a spec can ask for.</summary>
public static class Planners
{
    private static readonly IRoundPlanner[] All =
    [
        new TapirPlanner(),
        new RandomPlanner(),
    ];

    /// <summary>Their names, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(planner => planner.Name)];

    /// <summary>The planner of that name; null where there is none, so that the caller can say where the name came from.</summary>
    public static IRoundPlanner? Find(string name) => Array.Find(All, planner => planner.Name == name);
}
