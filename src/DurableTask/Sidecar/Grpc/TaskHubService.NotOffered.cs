using Grpc.Core;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Engine;

namespace Tapir.DurableTask.Sidecar.Grpc;

/// <summary>The rpcs that this task hub answers with a sentence.</summary>
internal sealed partial class TaskHubService
{
    public override Task<CreateTaskHubResponse> CreateTaskHub(CreateTaskHubRequest request, ServerCallContext context) => request.RecreateIfExists
        ? throw Refusals.Because(StatusCode.FailedPrecondition, "This task hub is not deleted over the wire. Stop the sidecar and remove its file to begin anew.")
        : Task.FromResult(new CreateTaskHubResponse());

    public override Task<DeleteTaskHubResponse> DeleteTaskHub(DeleteTaskHubRequest request, ServerCallContext context) =>
        throw Refusals.Because(StatusCode.FailedPrecondition, "This task hub is not deleted over the wire. Stop the sidecar and remove its file.");

    public override Task<SkipGracefulOrchestrationTerminationsResponse> SkipGracefulOrchestrationTerminations(SkipGracefulOrchestrationTerminationsRequest request, ServerCallContext context) =>
        throw NotOffered("Skipping graceful terminations", "Terminate the instances one by one.");

    public override Task<SignalEntityResponse> SignalEntity(SignalEntityRequest request, ServerCallContext context) => throw NoEntities();

    public override Task<GetEntityResponse> GetEntity(GetEntityRequest request, ServerCallContext context) => throw NoEntities();

    public override Task<QueryEntitiesResponse> QueryEntities(QueryEntitiesRequest request, ServerCallContext context) => throw NoEntities();

    public override Task<CleanEntityStorageResponse> CleanEntityStorage(CleanEntityStorageRequest request, ServerCallContext context) => throw NoEntities();

    public override Task<CompleteTaskResponse> CompleteEntityTask(EntityBatchResult request, ServerCallContext context) => throw NoEntities();

    public override Task<AbandonEntityTaskResponse> AbandonTaskEntityWorkItem(AbandonEntityTaskRequest request, ServerCallContext context) => throw NoEntities();

    private static RpcException NoEntities() => NotOffered("Entities", "Keep the state in an orchestration that waits for external events.");

    private static RpcException NotOffered(string what, string instead) =>
        Refusals.Because(StatusCode.Unimplemented, $"{what}: this task hub does not offer that. {instead}");
}
