using System.Globalization;
using System.Numerics;

namespace Tapir.Functions;

/// <summary>One text for every way to write the same decimal number: 1, 1.0 and 10e-1 are <c>1</c>. No digit is lost, whatever the size.</summary>
internal static class CanonicalNumber
{
    /// <summary>Numbers with more zeros than this at either end are written with an exponent.</summary>
    private const int MostZeros = 24;

    /// <param name="text">A number as JSON allows it.</param>
    public static string Of(string text)
    {
        bool negative = text[0] == '-';
        int exponentAt = text.IndexOfAny(['e', 'E']);
        string mantissa = text[(negative ? 1 : 0)..(exponentAt < 0 ? text.Length : exponentAt)];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = point < 0 ? mantissa : mantissa.Remove(point, 1);

        // The number is 0.DIGITS times ten to the power of scale.
        BigInteger scale = point < 0 ? mantissa.Length : point;
        if (exponentAt >= 0)
        {
            scale += BigInteger.Parse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        }

        string significant = digits.TrimStart('0');
        scale -= digits.Length - significant.Length;
        significant = significant.TrimEnd('0');
        return significant.Length == 0 ? "0" : (negative ? "-" : "") + Write(significant, scale);
    }

    private static string Write(string digits, BigInteger scale)
    {
        if (scale > digits.Length + MostZeros || scale < -MostZeros)
        {
            string fraction = digits.Length == 1 ? "" : "." + digits[1..];
            return $"{digits[0]}{fraction}e{scale - 1}";
        }

        int point = (int)scale;
        return point switch
        {
            <= 0 => "0." + new string('0', -point) + digits,
            _ when point >= digits.Length => digits + new string('0', point - digits.Length),
            _ => digits[..point] + "." + digits[point..],
        };
    }
}
