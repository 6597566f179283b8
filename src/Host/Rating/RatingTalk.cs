using Tapir.Curriculum.Rating;

namespace Tapir.Host.Rating;

/// <summary>Shows a rater item after item and takes the answers, until all is rated or they end it. Each answer is kept at once.</summary>
internal sealed class RatingTalk(RatingSession session, IRatingAnswers answers, TextWriter output)
{
    private readonly HashSet<string> skipped = [];

    /// <param name="count">How many items the rater is asked in all, those of earlier times included.</param>
    /// <returns>What is left to ask.</returns>
    public async Task<RatingQuestion> RunAsync(string rater, int count, CancellationToken cancellation)
    {
        while (true)
        {
            RatingQuestion question = await session.NextAsync(rater, count, skipped, cancellation);
            if (question.Item is not { } item)
            {
                return question;
            }

            RatingText.Write(question, item, output);
            RatingAnswer answer = await answers.NextAsync(cancellation);
            await output.WriteLineAsync(RatingText.Describe(answer));
            switch (answer)
            {
                case RatingAnswer.Quit:
                    return question;
                case RatingAnswer.Skip:
                    skipped.Add(item.Id);
                    break;
                case RatingAnswer.Undo:
                    await TakeBackAsync(rater, cancellation);
                    break;
                default:
                    await session.RateAsync(rater, item.Id, VerdictOf(answer), cancellation);
                    break;
            }
        }
    }

    private async Task TakeBackAsync(string rater, CancellationToken cancellation)
    {
        if (await session.TakeBackAsync(rater, cancellation) is not { } item)
        {
            await output.WriteLineAsync("There is nothing to take back.");
            return;
        }

        skipped.Remove(item);
    }

    private static RatingVerdict VerdictOf(RatingAnswer answer) => answer switch
    {
        RatingAnswer.First => RatingVerdict.First,
        RatingAnswer.Second => RatingVerdict.Second,
        RatingAnswer.Tie => RatingVerdict.Tie,
        _ => RatingVerdict.BothBad,
    };
}
