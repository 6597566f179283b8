using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Rating;

/// <summary>The counts of one label's items.</summary>
public sealed record LabelRatings(TaskLabel Task, RatingCounts Counts);
