using Tapir.Host.Specs;

namespace Tapir.Host.Specs.Allowance;

/// <summary>The operator's list of endpoints, each of which stands for all addresses that begin with it.</summary>
internal sealed class EndpointList
{
    private readonly IReadOnlyList<Uri> prefixes;

    /// <param name="prefixes">As host.json has them.</param>
    /// <exception cref="SpecException">One of them is no address.</exception>
    public EndpointList(IReadOnlyList<string> prefixes) => this.prefixes = [.. prefixes.Select(Parse)];

    public bool IsEmpty => prefixes.Count == 0;

    /// <summary>Whether an address begins with one of the list: the same scheme, host and port, and a path that is the same or goes on below it.</summary>
    public bool Has(Uri address) => address.UserInfo.Length == 0 && prefixes.Any(prefix =>
        prefix.Scheme == address.Scheme && prefix.Port == address.Port && string.Equals(prefix.IdnHost, address.IdnHost, StringComparison.OrdinalIgnoreCase) && IsBelow(address.AbsolutePath, prefix.AbsolutePath));

    public override string ToString() => string.Join(", ", prefixes);

    private static bool IsBelow(string path, string prefix) =>
        path == prefix || path.StartsWith(prefix.EndsWith('/') ? prefix : prefix + "/", StringComparison.Ordinal);

    private static Uri Parse(string prefix) => Uri.TryCreate(prefix, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
        ? address
        : throw new SpecException([new SpecError("host.json", 0, 0, $"'{prefix}' in 'tapir.allow.endpoints' is no http or https address")]);
}
