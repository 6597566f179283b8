using Tapir.Host.Access;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Http.Access;

/// <summary>Decides before the server listens whether its addresses are guarded well enough.</summary>
internal static class AccessCheck
{
    /// <exception cref="StateException">An address would let others in without TLS or keys, or an https one has no certificate; the message says what to do.</exception>
    public static AccessPolicy Check(IReadOnlyList<ListenAddress> addresses, AccessSettings settings, KeyBook book, DateTimeOffset now)
    {
        bool isBehindProxy = settings.TrustedProxies.Count > 0;
        ListenAddress? open = addresses.FirstOrDefault(address => !address.IsLocal);
        if (addresses.FirstOrDefault(address => address.IsTls) is { } secure && settings.Certificate is null)
        {
            throw new StateException($"{secure.Url} needs a certificate: name its PEM file in 'tapir.http.certificate' of host.json, and that of its key in 'tapir.http.certificateKey'.");
        }

        if (!isBehindProxy && addresses.FirstOrDefault(address => !address.IsLocal && !address.IsTls) is { } clear)
        {
            throw new StateException(
                $"{clear.Url} would let other machines in without TLS. Name a certificate in 'tapir.http.certificate' of host.json and listen on https, "
                + "or name the proxy that does TLS in 'tapir.http.trustedProxies', or listen on http://127.0.0.1:7071 for this machine alone.");
        }

        if (settings.RequireKeys == KeyRequirement.Auto && (open is not null || isBehindProxy) && !book.List().Any(key => key.StateAt(now) == KeyState.Active))
        {
            string who = open is not null ? $"{open.Url} lets other machines in" : "'tapir.http.trustedProxies' lets others in through a proxy";
            throw new StateException(
                $"{who}, and there is no key that is good now. Make one first: `tapir keys add NAME --scope admin`. "
                + "Or write 'tapir.http.requireKeys: always' into host.json, and nobody is let in until there is one.");
        }

        return new AccessPolicy(open is not null || isBehindProxy || settings.RequireKeys == KeyRequirement.Always, isBehindProxy);
    }
}
