using System.Text.Json.Serialization;

namespace Tapir.Orchestrations.Notifying;

/// <summary>What came of a notice.</summary>
/// <param name="Deliveries">One for each target that wanted it.</param>
public sealed record NotificationOutcome(IReadOnlyList<NoticeDelivery> Deliveries);

/// <summary>What came of a notice at one target: <see cref="NoticeDelivered"/>, <see cref="NoticeGivenUp"/>, or for a moment <see cref="NoticeAddressGone"/>.</summary>
/// <param name="Target">As <see cref="NotifyingFunctions.FindTargets"/> named it.</param>
[JsonDerivedType(typeof(NoticeDelivered), "delivered")]
[JsonDerivedType(typeof(NoticeGivenUp), "givenUp")]
[JsonDerivedType(typeof(NoticeAddressGone), "gone")]
public abstract record NoticeDelivery(string Target);

/// <param name="Status">What the receiver answered, 200 to 299.</param>
public sealed record NoticeDelivered(string Target, int Status) : NoticeDelivery(Target);

/// <param name="Reason">Why no further try would help, or that the day is over.</param>
public sealed record NoticeGivenUp(string Target, string Reason) : NoticeDelivery(Target);

/// <summary>No webhook has this address any more: it was mended, and the notice goes to what stands in its place, or it was taken away.</summary>
public sealed record NoticeAddressGone(string Target) : NoticeDelivery(Target);
