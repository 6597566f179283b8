using System.Globalization;
using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;

namespace Tapir.Artifacts;

/// <summary>Tells what a failed request means, and says it in a sentence that tells what to do.</summary>
internal static class BlobFaults
{
    public static BlobFaultKind KindOf(Exception fault) => fault switch
    {
        RequestFailedException { Status: 0 or 408 or 429 or 500 or 502 or 503 or 504 } => BlobFaultKind.Away,
        RequestFailedException answer when answer.ErrorCode == BlobErrorCode.ContainerBeingDeleted => BlobFaultKind.Away,
        RequestFailedException { Status: 401 or 403 } => BlobFaultKind.Refused,
        RequestFailedException answer when IsBlocked(answer) => BlobFaultKind.Unusable,
        RequestFailedException { Status: 404 or 409 or 412 or 416 } => BlobFaultKind.Answer,
        RequestFailedException answer when IsLostBlock(answer) => BlobFaultKind.Answer,
        RequestFailedException => BlobFaultKind.Unusable,
        AuthenticationFailedException => BlobFaultKind.Refused,
        AggregateException { InnerException: { } first } => KindOf(first),
        ArtifactStoreException => BlobFaultKind.Answer,
        // The network's: files of this machine are never read or written within a request.
        IOException or HttpRequestException or OperationCanceledException => BlobFaultKind.Away,
        _ => BlobFaultKind.Answer,
    };

    /// <summary>A block that was staged is no longer there: another writer's commit, or a week, took it away.</summary>
    public static bool IsLostBlock(RequestFailedException fault) =>
        fault.ErrorCode == BlobErrorCode.InvalidBlockList || fault.ErrorCode == BlobErrorCode.InvalidBlobOrBlock || fault.ErrorCode == BlobErrorCode.InvalidBlockId;

    public static bool IsMissingContainer(RequestFailedException fault) => fault.ErrorCode == BlobErrorCode.ContainerNotFound;

    /// <summary>Whether a condition of a conditional write did not hold.</summary>
    public static bool IsConditionNotMet(RequestFailedException fault) => fault.Status is 409 or 412;

    /// <summary>Somebody has a lease of the blob; of a holder's, the process that works for it.</summary>
    public static bool IsLeased(RequestFailedException fault) => fault.ErrorCode == BlobErrorCode.LeaseIdMissing;

    public static ArtifactStoreException Explain(BlobLocation place, Exception fault, TimeSpan waited) => KindOf(fault) switch
    {
        BlobFaultKind.Away => new(
            $"The artifact store ({place}) has not answered for {Duration(waited)}: {Reason(fault)}. Nothing is lost; when it is back, run the same command again.", fault),
        BlobFaultKind.Refused => new(
            $"The artifact store ({place}) refuses the credential: {Reason(fault)}. {place.HowToRenew()} Nothing is lost; then run the same command again.", fault),
        _ => new($"The artifact store ({place}) does not accept the request: {Reason(fault)}.", fault),
    };

    /// <summary>One line, without the request's address, which may carry a signature.</summary>
    public static string Reason(Exception fault) => fault switch
    {
        RequestFailedException { Status: > 0 } answer => string.Create(CultureInfo.InvariantCulture, $"{answer.Status} {answer.ErrorCode}").TrimEnd(),
        AggregateException { InnerException: { } first } => Reason(first),
        OperationCanceledException => "no answer in time",
        _ => fault.GetBaseException().Message.Split('\n')[0].TrimEnd('\r', '.'),
    };

    /// <summary>The blob may not be read or changed whatever is asked: somebody has archived or locked it.</summary>
    private static bool IsBlocked(RequestFailedException fault) =>
        fault.ErrorCode == BlobErrorCode.BlobArchived || fault.ErrorCode == BlobErrorCode.BlobBeingRehydrated || fault.ErrorCode == BlobErrorCode.BlobImmutableDueToPolicy;

    private static string Duration(TimeSpan waited) => waited.TotalMinutes >= 2
        ? string.Create(CultureInfo.InvariantCulture, $"{waited.TotalMinutes:0} minutes")
        : string.Create(CultureInfo.InvariantCulture, $"{waited.TotalSeconds:0} seconds");
}
