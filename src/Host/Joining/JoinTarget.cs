using System.Net;
using Tapir.Host.Sharing;
using Tapir.Host.State;

namespace Tapir.Host.Joining;

/// <summary>The machine that a worker joins.</summary>
/// <param name="Address">https; http for this machine alone.</param>
/// <param name="Authority">A PEM file with the certificates that the server's must come from; null for those that the system trusts.</param>
internal sealed record JoinTarget(Uri Address, WorkerToken Token, string? Authority)
{
    /// <exception cref="StateException">It is no address, or would send the token in the clear; or the token cannot be used.</exception>
    public static JoinTarget Of(string address, string tokenVariable, string? authority, Func<string, string?> readVariable)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("https" or "http"))
        {
            throw new StateException($"'{address}' is no address to join: write it like https://HOST:7443, as 'tapir.workers.listen' of the server's host.json has it.");
        }

        if (parsed.Scheme == Uri.UriSchemeHttp && !IsThisMachine(parsed))
        {
            throw new StateException($"{address} is not https: the token, and all that is worked on, would be read by everyone on the way.");
        }

        if (authority is not null && !File.Exists(authority))
        {
            throw new StateException($"There is no file '{authority}', which --ca names: a PEM file with the certificate that the server's comes from, or the server's own.");
        }

        return new JoinTarget(parsed, WorkerToken.Of(tokenVariable, readVariable), authority);
    }

    private static bool IsThisMachine(Uri address) => address.IsLoopback || (IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? ip) && IPAddress.IsLoopback(ip));
}
