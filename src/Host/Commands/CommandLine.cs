using System.CommandLine;
using Tapir.Host.Commands.Hub;
using Tapir.Host.Commands.Keys;
using Tapir.Host.Commands.Schedules;

namespace Tapir.Host.Commands;

/// <summary>All of <c>tapir</c>'s commands.</summary>
internal static class CommandLine
{
    public static RootCommand Build() => new("Distils the instruction-following of a large model into a small one, unattended.\n\nExample: tapir run examples/quickstart.yaml")
    {
        RunCommand.Create(),
        ServeCommand.Create(),
        ServeModelCommand.Create(),
        HealthCommand.Create(),
        KeysCommand.Create(),
        InitCommand.Create(),
        ValidateCommand.Create(),
        RunsCommand.Create(),
        StatusCommand.Create(),
        WatchCommand.Create(),
        ControlCommands.CreatePause(),
        ResumeCommand.Create(),
        ControlCommands.CreateCancel(),
        BudgetCommand.Create(),
        ScheduleCommands.Create(),
        ReviewCommand.Create(),
        RateCommand.Create(),
        ReportCommand.Create(),
        AskCommand.Create(),
        ExportCommand.Create(),
        GcCommand.Create(),
        TransferCommands.CreatePush(),
        TransferCommands.CreatePull(),
        BackupCommand.Create(),
        RestoreCommand.Create(),
        FunctionsCommand.Create(),
        CallCommand.Create(),
        ExplainCommand.Create(),
        HistoryCommand.Create(),
        HubCommands.Create(),
        SidecarCommand.Create(),
        WorkerCommand.Create(),
        TrainSliceCommand.Create(),
    };
}
