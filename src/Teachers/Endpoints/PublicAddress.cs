using System.Net;
using System.Net.Sockets;

namespace Tapir.Teachers.Endpoints;

/// <summary>Tells addresses of the public internet from those of this machine, its networks, and the services of a cloud that answer to a machine alone.</summary>
/// <remarks>After the special-purpose registries of IANA (RFC 6890 and its successors), and the metadata services that do not lie within them.</remarks>
public static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic = [.. new[]
    {
        // This network and this machine, private networks, carriers' networks, link-local (metadata services of most clouds among them).
        "0.0.0.0/8", "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16",
        // Protocols, documentation, benchmarks, multicast, reserved.
        "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        // The wire server of Azure.
        "168.63.129.16/32",
        "::/128", "::1/128", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "2001:db8::/32", "100::/64",
    }.Select(IPNetwork.Parse)];

    private static readonly string[] PrivateEndings = [".localhost", ".local", ".internal", ".lan", ".home.arpa", ".intranet"];

    // Addresses that carry one of version 4 in them: how many bytes come before it.
    private static readonly (IPNetwork Network, int Before)[] Carrying =
        [(IPNetwork.Parse("::ffff:0:0/96"), 12), (IPNetwork.Parse("::/96"), 12), (IPNetwork.Parse("64:ff9b::/96"), 12), (IPNetwork.Parse("2002::/16"), 2)];

    /// <summary>Whether an address is one of the public internet.</summary>
    public static bool Is(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (NotPublic.Any(network => network.Contains(address)))
        {
            return false;
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return true;
        }

        (IPNetwork Network, int Before)[] carrying = [.. Carrying.Where(form => form.Network.Contains(address))];
        return carrying.Length == 0 || Is(new IPAddress(address.GetAddressBytes().AsSpan(carrying[0].Before, 4)));
    }

    /// <summary>Whether a host can be one of the public internet as far as its name tells, without asking anyone.</summary>
    /// <param name="host">A name, or an address without brackets.</param>
    public static bool MayBe(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        string name = host.TrimEnd('.');
        return IPAddress.TryParse(host, out IPAddress? address)
            ? Is(address)
            : name.Contains('.', StringComparison.Ordinal) && !PrivateEndings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }
}
