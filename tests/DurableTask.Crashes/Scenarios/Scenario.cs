using Tapir.DurableTask.Crashes.Tests.Checks;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>One kind of orchestration, what its client does meanwhile, and how it must end whatever is killed.</summary>
internal abstract class Scenario
{
    public const string Note = "note";

    public static readonly IReadOnlyList<Scenario> All =
    [
        new Chain(), new FanOut(), new Family(), new Timers(), new Race(), new Mailbox(), new Rounds(), new Relay(), new Suspension(), new Retries(), new Termination(), new Rewind(),
        new Versions(), new LateStart(), new Purge(), new Restart(),
    ];

    public abstract string Name { get; }

    public static void RegisterAll(DurableTaskRegistry tasks, Effects effects)
    {
        tasks.AddActivityFunc<string, string>(Note, (context, step) =>
        {
            effects.Note(context.InstanceId, step);
            return step + ".";
        });
        foreach (Scenario scenario in All)
        {
            scenario.Register(tasks, effects);
        }
    }

    /// <summary>Adds its orchestrators and activities to a worker.</summary>
    public abstract void Register(DurableTaskRegistry tasks, Effects effects);

    /// <summary>Plays it once.</summary>
    /// <param name="id">Of its instance; ids of others begin with it.</param>
    public abstract Task PlayAsync(Stage stage, string id);
}
