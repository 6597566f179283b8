using System.Globalization;
using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Reviewing;

/// <summary>A review that is waited for.</summary>
/// <param name="Round">The round, from 1; for the export, the round of the student.</param>
/// <param name="Until">When the default holds, UTC.</param>
public sealed record PendingReview(ReviewPoint Point, int Round, ReviewSample Sample, DateTimeOffset Until, ReviewVerdict Default)
{
    /// <summary>What is waited for, in words.</summary>
    public string What => Point switch
    {
        ReviewPoint.Selection => $"review of the selection of round {Round}",
        ReviewPoint.Training => $"review of the training set of round {Round}",
        _ => $"review of the student S_{Round} before its export",
    };

    /// <summary>What is waited for, until when, and how to answer.</summary>
    public string Describe(string run) => string.Create(
        CultureInfo.InvariantCulture,
        $"Waits for a {What} until {Until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC; without an answer it is {(Default == ReviewVerdict.Approve ? "approved" : "rejected")} then. See it with: tapir review {run}");

    /// <summary>Whether an answer is meant for this review.</summary>
    public bool IsAnsweredBy(ReviewAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Point == Point && answer.Round == Round;
    }
}
