using Tapir.Activities.Records;
using Tapir.Curriculum.Rating;

namespace Tapir.Activities.Rating;

/// <summary>All that people said of a run's answers: <c>ratings.jsonl</c> in its folder, only ever added to.</summary>
/// <param name="folder">The run's.</param>
public sealed class RatingBook(string folder)
{
    /// <value>Name of the file.</value>
    public const string FileName = "ratings.jsonl";

    private readonly RecordFile<GivenRating> file = new(System.IO.Path.Combine(folder, FileName));

    /// <value>Where it lies; it need not exist.</value>
    public string Path { get; } = System.IO.Path.Combine(folder, FileName);

    /// <summary>In the order in which it was said.</summary>
    public Task<IReadOnlyList<GivenRating>> ReadAsync(CancellationToken cancellation) => file.ReadAsync(cancellation);

    /// <summary>Takes a rating down, unless the rater's last word on it was the same. It is on the disk when the task completes.</summary>
    /// <exception cref="IOException">It cannot be written; nothing was taken down.</exception>
    public Task AddAsync(GivenRating rating, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rating);
        return file.AppendUnlessAsync(said => IsSaid(rating, said), rating, cancellation);
    }

    private static bool IsSaid(GivenRating rating, IReadOnlyList<GivenRating> said)
    {
        GivenRating? before = said.LastOrDefault(other => other.Rater == rating.Rater && other.Item == rating.Item);
        return before is null ? rating.Verdict == RatingVerdict.Withdrawn : GivenRatings.SaysTheSame(before, rating);
    }
}
