using System.Globalization;
using System.Text.RegularExpressions;

namespace Tapir.Activities.Reporting.Page;

/// <summary>How numbers are written on the page: one way for each kind.</summary>
public static partial class Numbers
{
    private const string Thin = "\u202f";
    private const string Minus = "\u2212";
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>A share from 0 to 1 as per cent with one decimal.</summary>
    public static string Percent(double share) => Fixed(share * 100, 1) + Thin + "%";

    /// <summary>A difference of shares as percentage points, with its sign.</summary>
    public static string Points(double difference)
    {
        string text = Fixed(difference * 100, 1);
        return difference > 0 && text != "0.0" ? "+" + text : text;
    }

    public static string Range(double low, double high) => Fixed(low * 100, 1) + "\u2013" + Fixed(high * 100, 1);

    /// <summary>An accuracy is never shown without its interval.</summary>
    public static Markup Accuracy(double share, double low, double high) =>
        Markup.Of($"<span class=\"acc\">{Percent(share)}</span> <span class=\"ci\">{Range(low, high)}</span>");

    public static Markup Accuracy(MacroAccuracy accuracy) => Accuracy(accuracy.Macro, accuracy.Low, accuracy.High);

    public static string Count(long count) => count.ToString("#,0", Culture);

    /// <summary>A count where little room is: three figures and a unit.</summary>
    public static string Compact(long count) => Math.Abs(count) switch
    {
        < 10_000 => Count(count),
        < 1_000_000 => (count / 1e3).ToString("0.#", Culture) + Thin + "K",
        < 1_000_000_000 => (count / 1e6).ToString("0.##", Culture) + Thin + "M",
        _ => (count / 1e9).ToString("0.##", Culture) + Thin + "G",
    };

    public static string Fixed(double value, int decimals)
    {
        if (!double.IsFinite(value))
        {
            return "not finite";
        }

        string text = Math.Round(value, decimals, MidpointRounding.AwayFromZero).ToString("F" + decimals.ToString(Culture), Culture);
        return text.StartsWith('-') ? (text.Trim('-', '0', '.').Length == 0 ? text[1..] : Minus + text[1..]) : text;
    }

    /// <summary>A number that may be missing; what is missing is a dash, never a zero.</summary>
    public static string OrDash(double? value, int decimals) => value is { } number ? Fixed(number, decimals) : "\u2013";

    public static string Duration(double seconds) => seconds switch
    {
        < 0.095 => Fixed(seconds * 1000, 0) + Thin + "ms",
        < 59.95 => Fixed(seconds, 1) + Thin + "s",
        < 3600 => $"{(long)seconds / 60}{Thin}min {(long)seconds % 60:00}{Thin}s",
        < 86_400 => $"{(long)seconds / 3600}{Thin}h {(long)seconds / 60 % 60:00}{Thin}min",
        _ => $"{(long)seconds / 86_400}{Thin}d {(long)seconds / 3600 % 24:00}{Thin}h",
    };

    public static string Money(decimal? amount) => amount is { } known
        ? known.ToString(known != 0 && Math.Abs(known) < 0.1m ? "0.0000" : "#,0.00", Culture)
        : "no price known";

    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm", Culture) + "\u00a0UTC";

    /// <summary>The first hexadecimal digits of a digest: enough to tell artifacts of a run apart.</summary>
    public static string ShortDigest(string digest)
    {
        string hex = digest[(digest.LastIndexOf(':') + 1)..];
        return hex.Length <= 10 ? hex : hex[..10];
    }

    /// <summary>S_2 as text with a subscript, and what follows it as it is.</summary>
    public static Markup Student(string name)
    {
        int at = name.IndexOf('_', StringComparison.Ordinal);
        if (at <= 0)
        {
            return Markup.Of($"<span class=\"student\">{name}</span>");
        }

        int end = name.IndexOf(' ', at) is > 0 and int space ? space : name.Length;
        return Markup.Of($"<span class=\"student\">{name[..at]}<sub>{name[(at + 1)..end]}</sub>{name[end..]}</span>");
    }

    /// <summary>A sentence in which S_2 gets its subscript.</summary>
    public static Markup Students(string sentence)
    {
        Markup text = Markup.None;
        int from = 0;
        foreach (Match match in StudentName().Matches(sentence))
        {
            text = Markup.Of($"{text}{sentence[from..match.Index]}{Student(match.Value)}");
            from = match.Index + match.Length;
        }

        return Markup.Of($"{text}{sentence[from..]}");
    }

    public static Markup Student(int round) => Student("S_" + round.ToString(Culture));

    [GeneratedRegex(@"\bS_\d+\b")]
    private static partial Regex StudentName();
}
