using Tapir.Curriculum.Filtering;

namespace Tapir.Activities.Expansion;

/// <summary>What a rejection is counted under in reports: its kind alone, whatever the number of words or the line that it was about.</summary>
internal static class RejectionWords
{
    public static string Of(Rejection rejection) => rejection.Reason switch
    {
        RejectionReason.TooShort => "too short",
        RejectionReason.TooLong => "too long",
        RejectionReason.Truncated => "breaks off",
        RejectionReason.Echo => "echo of the prompt",
        RejectionReason.NeedsAttachment => "needs an attachment",
        _ => "degenerate",
    };
}
