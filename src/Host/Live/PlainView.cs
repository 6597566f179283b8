using Tapir.Host.Results;

namespace Tapir.Host.Live;

/// <summary>Plain lines, for output that is no terminal: one when a function has finished in its part of the run, one a round, and one every five
/// seconds in between.</summary>
internal sealed class PlainView(TextWriter output) : IRunView
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly HashSet<string> finished = [];
    private int rounds;
    private bool isTunedTold;
    private TimeSpan lastWritten;
    private string? told;

    public async Task ShowAsync(IAsyncEnumerable<RunSnapshot> snapshots)
    {
        await foreach (RunSnapshot snapshot in snapshots)
        {
            foreach (CallLine line in snapshot.Lines.Where(line => line.Running == 0 && finished.Add($"{line.Part} {line.Function} {line.Computed + line.Cached + line.Failed}")))
            {
                await WriteAsync(snapshot, $"{line.Part,-8} {line.Function,-24} {Wording.Calls(line)}, {Wording.Duration(line.Elapsed)}");
            }

            foreach (RoundDocument round in snapshot.Document.Rounds.Skip(rounds))
            {
                await WriteAsync(snapshot, $"S_{round.Round}: {Wording.Accuracy(round.Accuracy, round.Low, round.High)} exact on held-out tasks");
                rounds++;
            }

            if (snapshot.Document.Preference is { } tuned && !isTunedTold)
            {
                isTunedTold = true;
                await WriteAsync(snapshot, $"{tuned.Student}: {Wording.Accuracy(tuned.Accuracy, tuned.Low, tuned.High)} exact on held-out tasks, {Wording.Count(tuned.Pairs)} pairs");
            }

            bool isAtRest = snapshot.Document.Status is "paused" or "suspended" or "waiting";
            if (isAtRest && snapshot.Document.Message != told)
            {
                told = snapshot.Document.Message;
                await WriteAsync(snapshot, $"{snapshot.Document.Status}: {told}");
            }

            // A review may be waited for for days, and needs no line every five seconds.
            if (snapshot.Document.Status != "waiting" && snapshot.Elapsed - lastWritten >= Silence)
            {
                string running = string.Join("; ", snapshot.Lines.Where(line => line.Running > 0).Select(line => $"{line.Part} {line.Function}: {Wording.Calls(line)}"));
                string left = snapshot.TimeLeft is { } time ? $", about {Wording.Duration(time)} left" : "";
                await WriteAsync(snapshot, $"{(running.Length > 0 ? running : snapshot.Document.Phase)} ({Wording.Percent(snapshot.DoneShare)}{left}; {Wording.Spent(snapshot.Document)})");
            }
        }
    }

    private async Task WriteAsync(RunSnapshot snapshot, string text)
    {
        lastWritten = snapshot.Elapsed;
        await output.WriteLineAsync($"{Wording.Duration(snapshot.Elapsed),12}  {text}");
    }
}
