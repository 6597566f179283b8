using System.Globalization;
using Tapir.Host.Engine;
using Tapir.Host.Runs;
using Tapir.Host.State;

namespace Tapir.Host.Rating;

/// <summary>`tapir rate`: one rater at the terminal.</summary>
internal sealed class RatingVisit(StateFolder folder, string run, string? rounds)
{
    /// <summary>Asks the rater, then brings the report up to date.</summary>
    /// <param name="file">File with answers; null for the keyboard.</param>
    /// <exception cref="StateException">There is neither a terminal nor a file.</exception>
    public async Task RateAsync(string rater, int count, string? file, TextWriter output, CancellationToken cancellation)
    {
        IRatingAnswers answers = file is not null ? FileAnswers.Read(file) : AtTerminal(output);
        RatingSession session = await WithDeskAsync((desk, record) => desk.OpenAsync(record, rounds, cancellation), cancellation);
        try
        {
            RatingQuestion left = await new RatingTalk(session, answers, output).RunAsync(rater, count, cancellation);
            await SayAsync(left, session, output, cancellation);
        }
        finally
        {
            // Also when it was interrupted: what was said until then is in the report.
            if (session.HasChanged && await WithDeskAsync((desk, record) => desk.UpdateReportAsync(record), CancellationToken.None) is { } page)
            {
                await output.WriteLineAsync($"report: {page}");
            }
        }

        if (answers is FileAnswers { Left: > 0 and int more })
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{more} answers of '{file}' were not needed; --count asks for more."));
        }
    }

    public Task<RatingDocument> ReadAsync(CancellationToken cancellation) => WithDeskAsync((desk, record) => desk.ReadAsync(record, rounds, cancellation), cancellation);

    private static async Task SayAsync(RatingQuestion left, RatingSession session, TextWriter output, CancellationToken cancellation)
    {
        await output.WriteLineAsync();
        if (left.Rated < left.Of)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{left.Rated} of {left.Of} are rated; the same command goes on."));
            return;
        }

        // Told only now: whoever knew it before would not be blind any more.
        RatingText.Write(await session.ReadAsync(cancellation), output);
    }

    private static TerminalAnswers AtTerminal(TextWriter output) => Console.IsInputRedirected
        ? throw new StateException("`tapir rate` asks a person at a terminal, and there is none here. Give the answers with --answers FILE, or see what people say so far with --json.")
        : new TerminalAnswers(output);

    // Not held while a person thinks: another command may want to run the folder meanwhile.
    private async Task<T> WithDeskAsync<T>(Func<RatingDesk, RunRecord, Task<T>> work, CancellationToken cancellation)
    {
        await using TapirEngine engine = await TapirEngine.OpenAsync(folder, EngineAccess.Join, cancellation);
        using RatingDesk desk = new(engine);
        return await work(desk, engine.Runs.Find(run));
    }
}
