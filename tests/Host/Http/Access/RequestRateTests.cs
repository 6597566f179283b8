using System.Threading.RateLimiting;
using Tapir.Host.Http.Access;

namespace Tapir.Host.Tests.Http.Access;

[TestClass]
public sealed class RequestRateTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(10)]
    [DataRow(19)]
    [DataRow(25)]
    [DataRow(199)]
    [DataRow(5_000)]
    public void BucketOf_AnyRate_IsFilledByJustSoManyInASecond(int perSecond)
    {
        TokenBucketRateLimiterOptions bucket = RequestRate.BucketOf(perSecond);

        Assert.AreEqual(perSecond, bucket.TokensPerPeriod * (TimeSpan.FromSeconds(1) / bucket.ReplenishmentPeriod));
        Assert.AreEqual(2 * perSecond, bucket.TokenLimit);
    }
}
