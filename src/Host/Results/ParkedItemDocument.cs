using Tapir.DurableTask.Protobuf.Operations;

namespace Tapir.Host.Results;

/// <summary>The <c>--json</c> form of a parked item.</summary>
/// <param name="Id">Names it for <c>tapir hub retry</c>.</param>
/// <param name="Instance">The orchestration instance that it belongs to.</param>
/// <param name="Name">The function's name, or the orchestration's for a turn.</param>
/// <param name="Task">The function call's number in its orchestration; null for a turn.</param>
/// <param name="Reason">Why it was parked.</param>
internal sealed record ParkedItemDocument(string Id, string Instance, string Name, int? Task, string Reason)
{
    public static ParkedItemDocument Of(Parked item) => new(item.Id, item.InstanceId, item.Name, item.HasTaskId ? item.TaskId : null, item.Reason);
}
