using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Reviewing;

/// <summary>A review was rejected, by a person or by the default: the run ends here.</summary>
public sealed class ReviewRejectedException(string message) : Exception(message)
{
    /// <param name="pending">What was rejected.</param>
    /// <param name="decision">How.</param>
    internal static ReviewRejectedException For(PendingReview pending, ReviewDecision decision)
    {
        string who = decision.By is { } by ? $"was rejected by {by}" : $"was answered by nobody in time, so that it is rejected (review.default)";
        string note = string.IsNullOrWhiteSpace(decision.Note) ? "." : $": {decision.Note.Trim().TrimEnd('.')}.";
        string advice = decision.Point switch
        {
            ReviewPoint.Selection => "Nothing was asked of the teacher for it. What is selected follows from judge, curriculum.threshold, curriculum.poolSample and the seed",
            ReviewPoint.Training => "Nothing was trained on it. What is trained on follows from teacher, curriculum.taskMix, curriculum.hardShare and curriculum.roundSize",
            _ => "It was not exported; `tapir ask` still talks to it. What it can do follows from curriculum, student and training",
        };
        return new ReviewRejectedException(
            $"The {pending.What} {who}{note} {advice}: change the spec and run it with --new; what stays the same is found and not paid for twice. "
            + "To decide again, run the same command again: it comes back to this point at once.");
    }
}
