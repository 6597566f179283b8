using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Tapir.Host.State;

namespace Tapir.Host.Http.Access;

/// <summary>Which proxies are believed when they say for whom, by which name and over what they were asked.</summary>
internal static class TrustedProxies
{
    /// <param name="proxies">Addresses and networks.</param>
    /// <exception cref="StateException">One of them is neither.</exception>
    public static ForwardedHeadersOptions Options(IReadOnlyList<string> proxies)
    {
        ForwardedHeadersOptions options = new()
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // As many as are trusted, one behind the other.
            ForwardLimit = null,
        };
        // It trusts this machine unless told otherwise, and anyone on it could then pass for anybody.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (string proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out IPAddress? address))
            {
                options.KnownProxies.Add(address);
            }
            else if (System.Net.IPNetwork.TryParse(proxy, out System.Net.IPNetwork network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else
            {
                throw new StateException($"'{proxy}' in 'tapir.http.trustedProxies' of host.json is neither an address nor a network; write 10.1.2.3 or 10.1.0.0/16.");
            }
        }

        return options;
    }
}
