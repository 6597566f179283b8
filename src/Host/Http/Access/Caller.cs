using Tapir.Host.Access;

namespace Tapir.Host.Http.Access;

/// <summary>Who sent a request.</summary>
internal abstract record Caller
{
    /// <summary>What runs that this caller asks for twice are told apart by; empty for whoever has no key.</summary>
    public virtual string Name => "";
}

/// <summary>Someone who sent no key.</summary>
internal sealed record Anyone : Caller;

/// <summary>Someone who sent a key that opens nothing.</summary>
/// <param name="Reason">Why it does not, and what to do.</param>
internal sealed record Stranger(string Reason) : Caller;

/// <summary>Someone who sent a key that is good now.</summary>
internal sealed record KeyHolder(ApiKey Key) : Caller
{
    public override string Name => Key.Name;
}
