using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Net.Http.Headers;
using Tapir.Host.Http.Problems;

namespace Tapir.Host.Http.Access;

/// <summary>How often one caller may ask.</summary>
internal static class RequestRate
{
    // The more even, the better; each is a whole number of ticks.
    private static readonly int[] PartsOfASecond = [10, 5, 2, 1];

    /// <param name="perSecond">Of one key, or of one address without keys.</param>
    public static Action<RateLimiterOptions> Limit(int perSecond) => limiter =>
    {
        TokenBucketRateLimiterOptions bucket = BucketOf(perSecond);
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(NameOf(context), _ => bucket));
        limiter.OnRejected = async (rejected, _) =>
        {
            TimeSpan wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan told) ? told : TimeSpan.FromSeconds(1);
            rejected.HttpContext.Response.Headers[HeaderNames.RetryAfter] = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await ProblemResponse.WriteAsync(
                rejected.HttpContext,
                StatusCodes.Status429TooManyRequests,
                "Too many requests",
                $"One caller may send {perSecond} requests a second, which is what 'tapir.http.requestsPerSecond' of host.json allows. Follow a run by its events rather than by asking.");
        };
    };

    /// <summary>What comes in a second is exactly what may be sent in one: in tenths of it where those are whole numbers, else in larger parts.</summary>
    internal static TokenBucketRateLimiterOptions BucketOf(int perSecond) => new()
    {
        TokenLimit = 2 * perSecond,
        TokensPerPeriod = perSecond / PartsOf(perSecond),
        ReplenishmentPeriod = TimeSpan.FromSeconds(1) / PartsOf(perSecond),
        QueueLimit = 0,
    };

    private static int PartsOf(int perSecond) => PartsOfASecond.First(parts => perSecond % parts == 0);

    private static string NameOf(HttpContext context) => context.Caller() is KeyHolder holder ? $"key {holder.Name}" : $"address {context.Connection.RemoteIpAddress}";
}
