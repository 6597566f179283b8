using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Tapir.Host.Specs;

/// <summary>A key's range in words.</summary>
internal static class RangeWording
{
    /// <param name="closed">How a range with both ends is written, such as <c>{0} to {1}</c>.</param>
    /// <returns><c>at least 1</c> where the upper end is only that of the number's type.</returns>
    public static string Of(RangeAttribute range, string closed) => IsOpen(range.Maximum)
        ? string.Create(CultureInfo.InvariantCulture, $"at least {range.Minimum}")
        : string.Format(CultureInfo.InvariantCulture, closed, range.Minimum, range.Maximum);

    // Bounds of long come as double: the attribute knows no other constructor for them.
    private static bool IsOpen(object maximum) => maximum is int.MaxValue or long.MaxValue or >= (double)long.MaxValue;
}
