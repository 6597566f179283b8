using System.Xml.Linq;
using Tapir.Activities.Reporting.Charts;

namespace Tapir.Activities.Reporting.Tests;

[TestClass]
public sealed class SpendingChartTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly SpentPoint[] Points = [new(Noon, 0), new(Noon.AddMinutes(1), 400), new(Noon.AddMinutes(2), 1_000)];

    [TestMethod]
    public void Draw_LimitWithinSight_IsALineAndSaidInWords()
    {
        XElement chart = Draw(2_000);

        Assert.AreEqual("1000 tokens spent in 2\u202fmin 00\u202fs, limit 2000.", (string?)chart.Attribute("aria-label"));
        Assert.HasCount(1, chart.Descendants().Where(shape => (string?)shape.Attribute("class") == "limit"));
    }

    [TestMethod]
    public void Draw_LimitFarAway_DoesNotFlattenWhatWasSpent()
    {
        XElement chart = Draw(1_000_000);

        Assert.IsEmpty(chart.Descendants().Where(shape => (string?)shape.Attribute("class") == "limit"));
        StringAssert.EndsWith((string?)chart.Attribute("aria-label"), "limit 1000000.");
    }

    [TestMethod]
    public void Draw_NoLimit_SaysSo() => StringAssert.EndsWith((string?)Draw(null).Attribute("aria-label"), "no limit.");

    private static XElement Draw(double? limit) =>
        XElement.Parse(SpendingChart.Draw(Points, limit, "tokens", amount => amount.ToString("0", System.Globalization.CultureInfo.InvariantCulture)).Text);
}
