using Tapir.Activities.Rating;
using Tapir.Activities.Reporting;
using Tapir.Curriculum.Rating;
using Tapir.Host.Runs;
using Tapir.Host.State;

namespace Tapir.Host.Rating;

/// <summary>Asks people about one pair of a run, and takes down what they say. It needs nothing but the run's folder.</summary>
internal sealed class RatingSession(string run, RatingSheet sheet, RatingBook book, TimeProvider clock)
{
    /// <value>Whether anything was taken down.</value>
    public bool HasChanged { get; private set; }

    /// <summary>What people say of the pair so far.</summary>
    public async Task<RatingReport> ReadAsync(CancellationToken cancellation) => RatingGatherer.Report(sheet, await SaidAsync(cancellation));

    /// <param name="count">How many items the rater is asked in all.</param>
    /// <param name="skipped">Ids of items that are not asked now.</param>
    public async Task<RatingQuestion> NextAsync(string rater, int count, IReadOnlyCollection<string> skipped, CancellationToken cancellation)
    {
        IReadOnlyList<RatingVote> votes = sheet.VotesIn(await SaidAsync(cancellation));
        HashSet<string> asked = [.. sheet.Items.Take(count).Select(item => item.Id)];
        ShownItem? next = sheet.Next(rater, count, votes, skipped);
        return new RatingQuestion(
            run,
            rater,
            sheet.Pair.ToString(),
            votes.Count(vote => vote.Rater == rater && asked.Contains(vote.Item.Id)),
            asked.Count,
            next is null ? null : new QuestionItem(next.Id, next.Task.Name, next.Instruction, next.First, next.Second));
    }

    /// <summary>Takes a verdict down; it is on the disk when the task completes. The same verdict again changes nothing, another takes its place.</summary>
    /// <param name="item">Id of the item.</param>
    /// <exception cref="RunStateException">The pair has no such item.</exception>
    /// <exception cref="StateException">It cannot be written down.</exception>
    public async Task<RatingReceipt> RateAsync(string rater, string item, RatingVerdict verdict, CancellationToken cancellation)
    {
        ShownItem shown = sheet.Find(item, rater)
            ?? throw new RunStateException($"{run} asks nobody about an item '{item}' when {sheet.Pair} are compared; ask for the next item, and name the same rounds with the answer.");
        cancellation.ThrowIfCancellationRequested();
        await WriteAsync(shown.Rate(rater, verdict, sheet.Pair, clock.GetUtcNow()));
        return new RatingReceipt(run, rater, sheet.Pair.ToString(), item, verdict);
    }

    /// <summary>Takes back what the rater said last, so that it is asked again.</summary>
    /// <returns>Id of the item; null where there is nothing to take back.</returns>
    public async Task<string?> TakeBackAsync(string rater, CancellationToken cancellation)
    {
        string? last = sheet.VotesIn(await SaidAsync(cancellation)).LastOrDefault(vote => vote.Rater == rater)?.Item.Id;
        if (last is not null)
        {
            await RateAsync(rater, last, RatingVerdict.Withdrawn, cancellation);
        }

        return last;
    }

    // Whoever asked may go away meanwhile: what is begun is written down.
    private async Task WriteAsync(GivenRating rating)
    {
        try
        {
            await book.AddAsync(rating, CancellationToken.None);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StateException($"The rating was not taken down: '{book.Path}' cannot be written: {problem.Message} Make room, or mend its permissions, and rate again.", problem);
        }

        HasChanged = true;
    }

    private Task<IReadOnlyList<GivenRating>> SaidAsync(CancellationToken cancellation) => book.ReadAsync(cancellation);
}
