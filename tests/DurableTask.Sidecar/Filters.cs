using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

internal static class Filters
{
    public static GetWorkItemsRequest OnlyTurns(params string[] names)
    {
        var request = new GetWorkItemsRequest { WorkItemFilters = new WorkItemFilters() };
        request.WorkItemFilters.Orchestrations.AddRange(names.Select(name => new OrchestrationFilter { Name = name }));
        return request;
    }

    public static GetWorkItemsRequest OnlyActivities(params string[] names)
    {
        var request = new GetWorkItemsRequest { WorkItemFilters = new WorkItemFilters() };
        request.WorkItemFilters.Activities.AddRange(names.Select(name => new ActivityFilter { Name = name }));
        return request;
    }
}
