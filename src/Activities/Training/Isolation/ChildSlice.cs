using Tapir.Models.Training;

namespace Tapir.Activities.Training.Isolation;

/// <summary>What a process does that was started for one slice.</summary>
public static class ChildSlice
{
    /// <summary>Computes the slice in a folder and tells <paramref name="output"/> how far it is, then how it ended.</summary>
    /// <param name="folder">As its parent has filled it.</param>
    /// <param name="output">Its parent reads it line by line.</param>
    /// <returns>Whether the slice is computed; where it is not, the parent has been told why.</returns>
    public static async Task<bool> RunAsync(string folder, TextWriter output)
    {
        SliceReport report = new(output);
        try
        {
            SliceFolder files = new(folder);
            // Whoever wants it to stop ends the process.
            using SliceComputation slice = await SliceComputation.OpenAsync(files.Artifacts, files.ReadInput(), CancellationToken.None);
            SliceOutcome outcome = slice.Run(
                new StudentTrainer(report), step => report.Say(new SliceMessage.Stepped(step.Step, step.TotalSteps, step.StepTokens, step.Loss)), CancellationToken.None);
            files.Write(slice, outcome);
            report.Say(new SliceMessage.Done(outcome));
            return true;
        }
        catch (Exception problem)
        {
            report.Say(SliceFailures.Of(problem));
            return false;
        }
    }
}
