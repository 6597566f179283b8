using System.Net;
using Microsoft.AspNetCore.Http;
using Tapir.Host.State;

namespace Tapir.Host.Http.Access;

/// <summary>An address to listen on.</summary>
/// <param name="IsLocal">Whether only this machine reaches it.</param>
/// <param name="IsTls">Whether it is https.</param>
internal sealed record ListenAddress(string Url, bool IsLocal, bool IsTls)
{
    /// <exception cref="StateException">The text is no address.</exception>
    public static ListenAddress Parse(string url)
    {
        try
        {
            BindingAddress address = BindingAddress.Parse(url);
            return address.Scheme.ToLowerInvariant() is "http" or "https"
                ? new ListenAddress(url, address.IsUnixPipe || IsLoopback(address.Host), address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase))
                : throw new FormatException("it must begin with http:// or https://.");
        }
        catch (FormatException problem)
        {
            throw new StateException($"'{url}' is no address to listen on: {problem.Message} Write it like http://127.0.0.1:7071.", problem);
        }
    }

    // Any name but localhost is every address of the machine to the web server.
    private static bool IsLoopback(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
