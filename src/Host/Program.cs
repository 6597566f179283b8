using System.CommandLine;
using Tapir.Host.Commands;
using Tapir.Host.Faults;
using Tapir.Host.ModelServing;

CrashAtInstant.Arm();
// An argument that begins with @ is meant as it stands, such as the cron macro @daily; it names no file of more arguments.
ParseResult arguments = CommandLine.Build().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
int exitCode = await arguments.InvokeAsync(new InvocationConfiguration
{
    // Long enough for the worker to finish its step, the hub to close and the last lines to be written; a model's answers may take longer. A slice's process ends at once.
    ProcessTerminationTimeout = arguments.CommandResult.Command.Name switch
    {
        ServeModelCommand.Name => ModelServer.DrainTime + TimeSpan.FromSeconds(3),
        TrainSliceCommand.Name => null,
        _ => TimeSpan.FromSeconds(10),
    },
});
return arguments.Errors.Count > 0 ? ExitCodes.WrongInput : exitCode;
