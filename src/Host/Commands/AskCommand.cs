using System.CommandLine;
using Tapir.Activities.Students;
using Tapir.Host.Engine;
using Tapir.Host.Runs;
using Tapir.Host.State;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Students;

namespace Tapir.Host.Commands;

internal static class AskCommand
{
    public static Command Create()
    {
        Argument<string> run = CommandOptions.Run();
        Argument<string> instruction = new("INSTRUCTION") { Description = "What to ask the student." };
        Option<int?> round = new("--round") { Description = "Ask the student of this round, 0 for S_0; the last one, after its preference tuning if there was one, where left out.", HelpName = "R" };
        Option<string> state = CommandOptions.State();
        Command command = new("ask", "Ask a student of a run.\n\nExample: tapir ask quickstart-1 \"How many g are 6 kg?\" --round 0") { run, instruction, round, state };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
            RunRecord record = engine.Runs.Find(arguments.GetRequiredValue(run));
            RunProgress progress = await engine.Monitor.ProgressAsync(record, cancellation);
            RoundOutcome chosen = RoundChoice.Of(progress.Run?.Rounds ?? [], arguments.GetValue(round), record.Id);
            StudentRef student = arguments.GetValue(round) is null ? LastStudent.Of(progress.Run!.Rounds, progress.Run.Preference).Trained.Student : chosen.Trained.Student;
            using StudentConversation conversation = await StudentConversation.OpenAsync(engine.Artifacts, student, cancellation);
            Console.WriteLine(conversation.Answer(arguments.GetRequiredValue(instruction), record.Spec.Evaluation.AnswerTokens));
            return ExitCodes.Done;
        });
        return command;
    }
}
