using System.CommandLine;
using System.Security.Cryptography;
using Tapir.Activities.LocalModels;
using Tapir.Host.ModelServing;
using Tapir.Host.Settings;
using Tapir.Host.State;
using Tapir.Models.Generation.Running;

namespace Tapir.Host.Commands;

internal static class ServeModelCommand
{
    public const string Name = "serve-model";

    public static Command Create()
    {
        RunnerLimits usual = new();
        Argument<string> path = new("PATH") { Description = "The model: a Hugging Face folder, such as a student that a run exported, or a .gguf file." };
        Option<string> listen = new("--listen") { Description = "Where to listen; port 0 chooses a free one. Other addresses than this machine's own need https and a key (`tapir keys add`).", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
        Option<int> context = new("--context") { Description = $"The longest conversation with its answer, in tokens; at most the model's own context.", HelpName = "N", DefaultValueFactory = _ => usual.ContextLength };
        Option<int> slots = new("--slots") { Description = "Answers in the making at one time. The key-value cache has room for --context tokens in each.", HelpName = "N", DefaultValueFactory = _ => usual.Slots };
        Option<int> queue = new("--queue") { Description = "Requests that may wait for a slot; who comes then is answered 429.", HelpName = "N", DefaultValueFactory = _ => usual.Waiting };
        Option<string?> name = new("--name") { Description = "What requests call the model; the name of its folder where left out.", HelpName = "NAME" };
        Option<string> state = CommandOptions.State();
        Command command = new(Name, "Serve a model by OpenAI's API: /v1/chat/completions, /v1/completions, /v1/models, /health.\n\nExample: tapir serve-model .tapir/runs/quickstart-1/student")
        {
            path, listen, context, slots, queue, name, state,
        };
        AtLeast(command, context, 2);
        AtLeast(command, slots, 1);
        AtLeast(command, queue, 0);
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            using LocalModel opened = LocalModelFile.Open(arguments.GetRequiredValue(path));
            await using ModelRunner runner = new(opened.Student, new RunnerLimits
            {
                ContextLength = arguments.GetValue(context),
                Slots = arguments.GetValue(slots),
                Waiting = arguments.GetValue(queue),
            });
            ServedModel model = new(arguments.GetValue(name) ?? opened.Name, runner, TimeProvider.System, () => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));
            await using ModelServer server = await ModelServer.StartAsync(
                arguments.GetRequiredValue(listen), HostSettingsFile.Load().Tapir.Http, StateFolder.Look(arguments.GetRequiredValue(state)), model, cancellation);
            Console.WriteLine(
                $"Tapir serves {model.Name} at {server.Addresses[0]}/v1 ({opened.Student.Config.ParameterCount:N0} parameters, conversations of {runner.ContextLength:N0} tokens, "
                + $"a key-value cache of at most {runner.MostCacheBytes / 1_048_576.0:N0} MiB). Ctrl-C stops.");
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await server.DrainAsync();
            return ExitCodes.Done;
        });
        return command;
    }

    private static void AtLeast(Command command, Option<int> option, int least) => command.Validators.Add(result =>
    {
        if (result.GetResult(option) is { Errors: var errors } && !errors.Any() && result.GetValue(option) < least)
        {
            result.AddError($"{option.Name} is {result.GetValue(option)}; it must be {least} or more.");
        }
    });
}
