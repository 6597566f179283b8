using Google.Protobuf.Collections;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>What a worker is willing to take. A filter with nothing in it at all means everything; otherwise a kind without an entry means
/// nothing of that kind, and an entry without versions means all versions.</summary>
internal sealed class WorkFilter
{
    private readonly bool everything;
    private readonly ILookup<(WorkKind Kind, string Name), string> offered;
    private readonly Dictionary<WorkRoute, bool> known = [];

    public WorkFilter(WorkItemFilters? filters)
    {
        everything = filters is null || filters.Orchestrations.Count + filters.Activities.Count + filters.Entities.Count == 0;
        IEnumerable<(WorkRoute Route, bool AnyVersion)> entries = everything
            ? []
            : filters!.Orchestrations.SelectMany(entry => Routes(WorkKind.Turn, entry.Name, entry.Versions))
                .Concat(filters.Activities.SelectMany(entry => Routes(WorkKind.Activity, entry.Name, entry.Versions)));
        offered = entries.ToLookup(entry => (entry.Route.Kind, entry.Route.Name), entry => entry.AnyVersion ? "*" : entry.Route.Version);
    }

    public bool Takes(WorkRoute route)
    {
        if (everything)
        {
            return true;
        }

        if (!known.TryGetValue(route, out bool takes))
        {
            takes = offered[(route.Kind, route.Name)].Any(version => version == "*" || version == route.Version);
            known[route] = takes;
        }

        return takes;
    }

    private static IEnumerable<(WorkRoute Route, bool AnyVersion)> Routes(WorkKind kind, string name, RepeatedField<string> versions) =>
        versions.Count == 0
            ? [(new WorkRoute(kind, name, null), true)]
            : versions.Select(version => (new WorkRoute(kind, name, version), false));
}
