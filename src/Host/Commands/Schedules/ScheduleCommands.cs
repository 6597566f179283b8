using System.CommandLine;

namespace Tapir.Host.Commands.Schedules;

/// <summary><c>tapir schedule</c> with its verbs.</summary>
internal static class ScheduleCommands
{
    public static Command Create() => new("schedule", "Start runs by the clock, or by files that come. `tapir serve` works on schedules; they are kept whether or not it runs.\n\nExample: tapir schedule list")
    {
        AddScheduleCommand.Create(),
        ListSchedulesCommand.Create(),
        ControlScheduleCommands.CreatePause(),
        ControlScheduleCommands.CreateResume(),
        ControlScheduleCommands.CreateRemove(),
        RunNowCommand.Create(),
    };

    public static Argument<string> Name() => new("NAME") { Description = "Name of the schedule; `tapir schedule list` shows them." };
}
