using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tapir.Host.Access;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Http.Access;

/// <summary>Everything that stands between the network and the endpoints, made and checked before the server opens anything.</summary>
internal sealed class HttpAccess
{
    private readonly AccessSettings settings;
    private readonly ForwardedHeadersOptions proxies;

    private HttpAccess(AccessSettings settings, AccessPolicy policy, KeyBook keys, TlsCertificate? certificate, ForwardedHeadersOptions proxies)
    {
        this.settings = settings;
        Policy = policy;
        Keys = keys;
        Certificate = certificate;
        this.proxies = proxies;
    }

    public AccessPolicy Policy { get; }

    public KeyBook Keys { get; }

    /// <value>Null where no address is https.</value>
    public TlsCertificate? Certificate { get; }

    /// <exception cref="StateException">The addresses are not guarded well enough, or a setting cannot be used; the message says what to do.</exception>
    public static HttpAccess Check(IReadOnlyList<string> urls, AccessSettings settings, StateFolder state, TimeProvider clock)
    {
        ListenAddress[] addresses = [.. urls.Select(ListenAddress.Parse)];
        KeyBook keys = new(state, clock);
        AccessPolicy policy = AccessCheck.Check(addresses, settings, keys, clock.GetUtcNow());
        TlsCertificate? certificate = addresses.Any(address => address.IsTls) ? new TlsCertificate(settings.Certificate!, settings.CertificateKey) : null;
        return new HttpAccess(settings, policy, keys, certificate, TrustedProxies.Options(settings.TrustedProxies));
    }

    public void Configure(IServiceCollection services, IWebHostBuilder host, ILogger logger)
    {
        services.AddSingleton(Policy).AddSingleton(Keys).AddSingleton<CallerIdentity>().AddSingleton<StandingAccess>();
        services.AddRateLimiter(RequestRate.Limit(settings.RequestsPerSecond));
        host.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // A body that trickles in slower than 240 bytes a second is given up by the server itself.
            kestrel.Limits.MaxRequestBodySize = settings.MaxBodyBytes;
        });
        if (Certificate is { } certificate)
        {
            certificate.Logger = logger;
            host.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https =>
            {
                https.ServerCertificate = certificate.Current.TargetCertificate;
                https.OnAuthenticate = (_, tls) => tls.ServerCertificateContext = certificate.Current;
            }));
        }
    }

    /// <summary>Puts the guards before the endpoints that are mapped after this.</summary>
    public void Use(WebApplication web)
    {
        if (Policy.IsBehindProxy)
        {
            web.UseForwardedHeaders(proxies);
        }

        web.UseMiddleware<ClearTextGuard>();
        web.UseMiddleware<BrowserGuard>();
        web.UseRouting();
        web.UseMiddleware<CallerIdentification>();
        web.UseRateLimiter();
        web.UseMiddleware<AccessGuard>();
    }
}
