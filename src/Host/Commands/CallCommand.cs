using System.CommandLine;
using System.Text.Json;
using Tapir.Functions;
using Tapir.Host.Engine;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class CallCommand
{
    public static Command Create()
    {
        Argument<string> function = new("FUNCTION") { Description = "Name of the function; `tapir functions` lists them." };
        Option<string> input = new("--input") { Description = "JSON file with the function's input.", HelpName = "FILE", Required = true };
        Option<string?> run = new("--run") { Description = "On whose account chat models are asked: with its budget, prices, key variable, concurrency and time limit. Left out: without limits, with the key in OPENAI_API_KEY.", HelpName = "RUN" };
        Option<string> state = CommandOptions.State();
        Command command = new("call", "Run one function alone, through the same cache as a run does, and print its output as JSON.\n\nExample: tapir call students.train-tokenizer --input in.json") { function, input, run, state };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            JsonElement json = ReadInput(arguments.GetRequiredValue(input));
            await using TapirEngine engine = await TapirEngine.OpenAsync(StateFolder.Open(arguments.GetRequiredValue(state)), EngineAccess.Join, cancellation);
            await engine.Work.HoldSharedStoreAsync(cancellation);
            JsonElement output = await engine.Work.CreateRunner().RunAsync(arguments.GetRequiredValue(function), json, arguments.GetValue(run) is { } id ? engine.Runs.Find(id).Id : "call");
            Console.WriteLine(JsonSerializer.Serialize(output, StateJson.Options));
            return ExitCodes.Done;
        });
        return command;
    }

    private static JsonElement ReadInput(string path)
    {
        if (!File.Exists(path))
        {
            throw new StateException($"There is no file '{path}'; name a JSON file with --input.");
        }

        try
        {
            return JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(path));
        }
        catch (JsonException problem)
        {
            throw new StateException($"'{path}' is no JSON: {problem.Message}", problem);
        }
    }
}
