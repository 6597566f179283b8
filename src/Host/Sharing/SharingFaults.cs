using Grpc.Core;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Host.State;
using Tapir.Teachers;

namespace Tapir.Host.Sharing;

/// <summary>Faults as they travel: what was thrown on the machine of the state folder is thrown on the worker's.</summary>
internal static class SharingFaults
{
    private const string Trailer = "tapir-fault";
    private const string LostMissing = "lost-missing";
    private const string LostDamaged = "lost-damaged";
    private const string Store = "store";
    private const string Paused = "paused";
    private const string Results = "results";

    /// <returns>Null for a fault in Tapir, which has no form of its own.</returns>
    public static RpcException? Write(Exception fault) => fault switch
    {
        ArtifactLostException lost => Of(StatusCode.NotFound, lost.Loss == ArtifactLoss.Missing ? LostMissing : LostDamaged, lost),
        ArtifactStoreException => Of(StatusCode.FailedPrecondition, Store, fault),
        RunPausedException => Of(StatusCode.FailedPrecondition, Paused, fault),
        ResultIndexException => Of(StatusCode.FailedPrecondition, Results, fault),
        _ => null,
    };

    /// <param name="artifact">The one that was asked for; null where none was.</param>
    /// <returns>The fault itself where it has no form of its own.</returns>
    public static Exception Read(RpcException fault, ArtifactRef? artifact = null) => (fault.Trailers.GetValue(Trailer), artifact) switch
    {
        (LostMissing, { } lost) => new ArtifactLostException(lost, ArtifactLoss.Missing, fault.Status.Detail),
        (LostDamaged, { } lost) => new ArtifactLostException(lost, ArtifactLoss.Corrupt, fault.Status.Detail),
        (Store, _) => new ArtifactStoreException(fault.Status.Detail, fault),
        (Paused, _) => new RunPausedThereException(fault.Status.Detail, fault),
        (Results, _) => new ResultIndexException(fault.Status.Detail, fault),
        _ when fault.StatusCode is StatusCode.DataLoss => new ArtifactStoreException(fault.Status.Detail, fault),
        _ when fault.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied => new StateException(fault.Status.Detail, fault),
        _ => fault,
    };

    private static RpcException Of(StatusCode status, string kind, Exception fault) =>
        new(new Status(status, fault.Message), new Metadata { { Trailer, kind } }, fault.Message);

    /// <summary>The run has to wait, says the machine that keeps its ledger.</summary>
    private sealed class RunPausedThereException(string message, Exception cause) : RunPausedException(message, cause);
}
