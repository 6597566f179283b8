using System.CommandLine;
using System.Globalization;
using Tapir.Host.Engine;
using Tapir.Host.Results;
using Tapir.Host.Runs;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class BudgetCommand
{
    public static Command Create()
    {
        Argument<string> run = CommonOptions.Run();
        Option<string> state = CommonOptions.State();
        Option<bool> json = CommonOptions.Json();
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
        Command add = new("add", "Raise the budget and let a run that waits for it go on.\n\nExample: tapir budget quickstart-1 add 12.50") { amount };
        add.SetGuardedAction(async (arguments, cancellation) =>
        {
            await using TapirEngine engine = await OpenAsync(arguments, state, cancellation);
            RunRecord record = engine.Runs.Find(arguments.GetRequiredValue(run));
            record = await new BudgetRaise(engine).AddAsync(record, BudgetAmount.Parse(arguments.GetRequiredValue(amount)), cancellation);
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
