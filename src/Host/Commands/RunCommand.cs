using System.CommandLine;
using Tapir.Host.Engine;
using Tapir.Host.Runs;
using Tapir.Host.Specs;
using Tapir.Host.State;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Commands;

internal static class RunCommand
{
    public static Command Create()
    {
        Argument<string> spec = CommandOptions.Spec();
        Option<string[]> set = CommandOptions.Set();
        Option<string> state = CommandOptions.State();
        Option<bool> startNew = new("--new") { Description = "Start another run although one of this name exists." };
        Option<bool> json = CommandOptions.Json();
        Command command = new("run", "Run a spec to its end, or go on with it where it was.\n\nExample: tapir run examples/quickstart.yaml --set curriculum.planner=random --new")
        {
            spec, set, state, startNew, json,
        };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            SpecOverride[] overrides = [.. (arguments.GetValue(set) ?? []).Select(SpecOverride.Parse)];
            RunSpec read = SpecFile.Load(arguments.GetRequiredValue(spec), overrides);
            StateFolder folder = StateFolder.Open(arguments.GetRequiredValue(state));
            bool asJson = arguments.GetValue(json);
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Own, cancellation);
            RunRecord run = await new RunStart(engine.State, engine.Requests, engine.Runs, engine.Artifacts).PrepareAsync(read, arguments.GetValue(startNew), cancellation);
            return await new RunSession(engine, run, asJson).RunAsync(cancellation);
        });
        return command;
    }
}
