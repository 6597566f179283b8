namespace Tapir.Teachers.Ledger;

/// <summary>How a call ended that brought no response.</summary>
public enum UnansweredEnd
{
    /// <summary>The endpoint cannot have charged for it: what was reserved is free again.</summary>
    NotCharged,

    /// <summary>It may have been charged for (time-out, broken connection): what was reserved counts as spent for good.</summary>
    MayBeCharged,
}
