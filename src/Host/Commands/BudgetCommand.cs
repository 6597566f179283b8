using System.CommandLine;
using System.Globalization;
using Tapir.Host.Engine;
using Tapir.Host.Results;
using Tapir.Host.Runs;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class BudgetCommand
{
    private const int LongestKey = 255;

    public static Command Create()
    {
        Argument<string> run = CommandOptions.Run();
        Option<string> state = CommandOptions.State();
        Option<bool> json = CommandOptions.Json();
        state.Recursive = true;
        json.Recursive = true;
        Command command = new("budget", "Show a run's budget and what it has spent, or raise it.\n\nExample: tapir budget quickstart-1 add 5000calls") { run, state, json };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            await using TapirEngine engine = await OpenAsync(arguments, state, cancellation);
            RunRecord record = engine.Runs.Find(arguments.GetRequiredValue(run));
            Show(engine, record, arguments.GetValue(json));
            return ExitCodes.Done;
        });

        Argument<string> amount = new("AMOUNT") { Description = "How much more: 5000calls, 2000000tokens, or 12.50 for money." };
        Option<string?> key = new("--key")
        {
            Description = "What this raise is called, in up to 255 characters: the same key adds once, however often the command is given.",
            HelpName = "KEY",
        };
        key.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string?>() is { Length: 0 or > LongestKey } wrong)
            {
                given.AddError($"--key has {wrong.Length} characters; give 1 to {LongestKey}.");
            }
        });
        Command add = new(
            "add",
            "Raise the budget and let a run that waits for it go on. Given again after it was cut off, it adds again, unless it has the same --key.\n\nExample: tapir budget quickstart-1 add 12.50 --key monday")
        {
            amount, key,
        };
        add.SetGuardedAction(async (arguments, cancellation) =>
        {
            await using TapirEngine engine = await OpenAsync(arguments, state, cancellation);
            RunRecord record = engine.Runs.Find(arguments.GetRequiredValue(run));
            record = await new BudgetRaise(engine).AddAsync(record, BudgetAmount.Parse(arguments.GetRequiredValue(amount)), KeyOf(arguments.GetValue(key)), cancellation);
            Show(engine, record, arguments.GetValue(json));
            if (engine.OwnsHub && (await new RunFamily(engine.Client, record.Id).UnfinishedAsync(cancellation)).Count > 0)
            {
                await Console.Error.WriteLineAsync($"{record.Id} may go on; no process works on it now: `tapir resume {record.Id}` does.");
            }

            return ExitCodes.Done;
        });
        command.Add(add);
        return command;
    }

    // Apart from the keys of the API's callers.
    private static string? KeyOf(string? given) => given is null ? null : $"command:{given}";

    private static Task<TapirEngine> OpenAsync(ParseResult arguments, Option<string> state, CancellationToken cancellation) =>
        TapirEngine.OpenAsync(StateFolder.OpenExisting(arguments.GetRequiredValue(state)), EngineAccess.Join, cancellation);

    private static void Show(TapirEngine engine, RunRecord run, bool json)
    {
        BudgetDocument document = BudgetDocument.Of(run.Id, engine.Ledger.SpentBy(run.Id), run.Spec.Budget);
        Console.WriteLine(json ? ResultJson.Of(document) : string.Join(
            Environment.NewLine, $"{run.Id}", Line("calls", document.Calls), Line("tokens", document.Tokens), Line("money", document.Money)));
    }

    private static string Line(string unit, BudgetLine line) => string.Create(
        CultureInfo.InvariantCulture, $"  {unit,-7}{line.Spent:#,0.##} of {(line.Limit is { } limit ? limit.ToString("#,0.##", CultureInfo.InvariantCulture) : "no limit")}");
}
