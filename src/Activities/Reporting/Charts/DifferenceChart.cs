using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Charts;

/// <summary>Paired differences between two planners, and their mean with its interval, against a line at zero.</summary>
internal static class DifferenceChart
{
    private const double Width = 420;
    private const double Gutter = 92;
    private const double Right = 26;
    private const double RowHeight = 22;

    public static Markup Draw(Compared compared)
    {
        double reach = Reach(compared);
        var x = new Scale(-reach, reach, Gutter, Width - Right);
        double meanY = (compared.Pairs.Count * RowHeight) + 20;
        double bottom = meanY + 16;
        return Svg.Chart(Width, bottom + 20, Alternative(compared), Markup.Of(
            $"{new[] { -1, -0.5, 0, 0.5, 1 }.Select(share => Markup.Of(
                $"{Svg.Line(share == 0 ? "axis" : "grid", x.At(share * reach), 2, x.At(share * reach), bottom)}{Svg.Text("tick middle", x.At(share * reach), bottom + 14, Numbers.Points(share * reach))}"))}{compared.Pairs.Select((pair, index) => Markup.Of(
                $"{Svg.Text("name end", Gutter - 7, (index * RowHeight) + 18, "seed " + pair.RandomSeed.ToString(System.Globalization.CultureInfo.InvariantCulture))}{Svg.Dot("pair", x.At(pair.Accuracy - pair.AgainstAccuracy), (index * RowHeight) + 14, 4.5, $"{Numbers.Percent(pair.Accuracy)} against {Numbers.Percent(pair.AgainstAccuracy)}")}"))}{Svg.Text("name end bold", Gutter - 7, meanY + 4, "mean")}<g class=\"s5\">{Svg.Line("whisker", x.At(compared.Low), meanY, x.At(compared.High), meanY)}{Svg.Dot("dot", x.At(compared.MeanDifference), meanY, 6.5)}</g>"));
    }

    private static double Reach(Compared compared)
    {
        double widest = compared.Pairs.Select(pair => pair.Accuracy - pair.AgainstAccuracy)
            .Append(compared.Low).Append(compared.High).Select(Math.Abs).Where(double.IsFinite).DefaultIfEmpty(0.01).Max();
        return Math.Min(1, Scale.NiceTop(Math.Max(0.01, widest)));
    }

    private static string Alternative(Compared compared) =>
        $"{compared.Planner} minus {compared.Against}: mean {Numbers.Points(compared.MeanDifference)} points, 95 % interval "
        + $"{Numbers.Points(compared.Low)} to {Numbers.Points(compared.High)}, {compared.Pairs.Count} pairs.";
}
