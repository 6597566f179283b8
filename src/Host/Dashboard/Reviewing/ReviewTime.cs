using Tapir.Activities.Reporting.Page;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Dashboard.Reviewing;

/// <summary>How long a review waits, and what holds then, in words.</summary>
internal static class ReviewTime
{
    public static string Left(DateTimeOffset until, ReviewVerdict otherwise, DateTimeOffset now) => until > now
        ? $"{Numbers.Duration(Math.Ceiling((until - now).TotalSeconds))} left. Without an answer it is {Word(otherwise)} then."
        : $"The time is up: it is {Word(otherwise)}.";

    public static string Word(ReviewVerdict verdict) => verdict == ReviewVerdict.Approve ? "approved" : "rejected";
}
