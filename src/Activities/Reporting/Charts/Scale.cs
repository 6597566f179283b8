namespace Tapir.Activities.Reporting.Charts;

/// <summary>A straight map from values to places in a drawing.</summary>
internal readonly record struct Scale(double From, double To, double Start, double End)
{
    public double At(double value) =>
        To == From ? Start : Start + ((Math.Clamp(value, Math.Min(From, To), Math.Max(From, To)) - From) / (To - From) * (End - Start));

    /// <summary>The top of an axis for shares that reach <paramref name="highest"/>: whole tenths, at least a tenth, at most one.</summary>
    public static double ShareTop(double highest) => Math.Clamp(Math.Ceiling((highest - 1e-9) * 10) / 10, 0.1, 1);

    /// <summary>The least of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten that is not below <paramref name="highest"/>.</summary>
    public static double NiceTop(double highest)
    {
        if (!(highest > 0) || !double.IsFinite(highest))
        {
            return 1;
        }

        double power = Math.Pow(10, Math.Floor(Math.Log10(highest)));
        return new[] { 1, 1.5, 2, 3, 4, 5, 6, 8, 10 }.First(step => step * power >= highest * (1 - 1e-9)) * power;
    }
}
