namespace Tapir.Host.Rating;

/// <summary>Where answers come from.</summary>
internal interface IRatingAnswers
{
    /// <summary>The next answer; <see cref="RatingAnswer.Quit"/> when there is none any more.</summary>
    Task<RatingAnswer> NextAsync(CancellationToken cancellation);
}
