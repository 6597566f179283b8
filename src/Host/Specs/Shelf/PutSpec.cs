namespace Tapir.Host.Specs.Shelf;

/// <summary>What came of putting a spec on the shelf.</summary>
/// <param name="IsNew">Whether it is a version of its own, or the latest one had this text already.</param>
internal sealed record PutSpec(StoredSpec Spec, bool IsNew);
