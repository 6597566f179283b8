using Tapir.Functions;

namespace Tapir.Orchestrations.Notifying;

/// <summary>How notices reach those who asked for them. Addresses and secrets are the delivering process's own and enter neither input nor output.</summary>
public static class NotifyingFunctions
{
    public static readonly DurableFunction<FindTargets, NoticeTargets> FindTargets = new("notifying.find-targets", version: 1, CachePolicy.Never);

    /// <summary>Sends a notice to one target. Fails where another try may help.</summary>
    public static readonly DurableFunction<DeliverNotice, NoticeDelivery> Deliver = new("notifying.deliver", version: 2, CachePolicy.Never);
}

public sealed record FindTargets(NoticeEvent Event);

/// <param name="Targets">Names under which the delivering process knows them; they tell nothing of the addresses.</param>
public sealed record NoticeTargets(IReadOnlyList<string> Targets);

/// <param name="Id">The delivery's id, the same at each try.</param>
public sealed record DeliverNotice(string Id, string Target, RunNotice Notice);
