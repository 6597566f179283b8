using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Tapir.DurableTask.Protobuf;
using Tapir.Host.Sharing;
using Tapir.Host.State;

namespace Tapir.Host.Joining;

/// <summary>Opens channels to the machine that a worker joins: every call carries the token, and the server's certificate is checked.</summary>
internal static class JoinChannel
{
    /// <param name="version">The worker's.</param>
    /// <exception cref="StateException">The authority's file holds no certificate.</exception>
    public static GrpcChannel Open(JoinTarget target, string version)
    {
        SocketsHttpHandler handler = SidecarChannel.Handler();
        if (target.Authority is { } file)
        {
            X509Certificate2Collection roots = ReadRoots(file);
            handler.SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = PolicyOf(roots),
            };
        }

        bool isClear = target.Address.Scheme == Uri.UriSchemeHttp;
        CallCredentials token = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("authorization", target.Token.Header);
            metadata.Add(TapirVersion.Header, version);
            return Task.CompletedTask;
        });
        return GrpcChannel.ForAddress(target.Address, new GrpcChannelOptions
        {
            Credentials = ChannelCredentials.Create(isClear ? ChannelCredentials.Insecure : ChannelCredentials.SecureSsl, token),
            UnsafeUseInsecureChannelCallCredentials = isClear,
            MaxReceiveMessageSize = SharingService.LargestMessage,
            MaxSendMessageSize = null,
            HttpHandler = handler,
            DisposeHttpClient = true,
        });
    }

    // These alone, and none of the system's: who names an authority means that one. Private ones have no list of what they took back.
    private static X509ChainPolicy PolicyOf(X509Certificate2Collection roots)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    private static X509Certificate2Collection ReadRoots(string file)
    {
        X509Certificate2Collection roots = [];
        try
        {
            roots.ImportFromPemFile(file);
        }
        catch (Exception problem) when (problem is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StateException($"'{file}', which --ca names, cannot be read: {problem.Message}", problem);
        }

        return roots.Count > 0 ? roots : throw new StateException($"'{file}', which --ca names, holds no certificate in PEM form.");
    }
}
