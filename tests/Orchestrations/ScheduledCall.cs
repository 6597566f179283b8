using System.Text.Json;
using Tapir.Functions;

namespace Tapir.Orchestrations.Tests;

/// <summary>A call that an orchestration made.</summary>
/// <param name="Id">Its id in the history.</param>
/// <param name="Name">The function's or sub-orchestration's name.</param>
/// <param name="Input">Its input as it goes over the wire.</param>
/// <param name="ChildId">Id of the sub-orchestration; null for a function.</param>
internal sealed record ScheduledCall(int Id, string Name, string Input, string? ChildId)
{
    public T InputAs<T>() => JsonSerializer.Deserialize<T>(Input, FunctionJson.Options)!;
}
