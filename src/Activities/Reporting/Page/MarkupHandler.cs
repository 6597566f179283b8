using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Tapir.Activities.Reporting.Page;

/// <summary>Interpolation that escapes: what a user or a model wrote cannot become an element, because no way leads around this.</summary>
[InterpolatedStringHandler]
public readonly ref struct MarkupHandler
{
    private readonly StringBuilder text;

    public MarkupHandler(int literalLength, int formattedCount)
    {
        text = new StringBuilder(literalLength + (formattedCount * 16));
    }

    public void AppendLiteral(string literal) => text.Append(literal);

    public void AppendFormatted(Markup markup) => text.Append(markup.Text);

    public void AppendFormatted(IEnumerable<Markup> parts)
    {
        foreach (Markup part in parts)
        {
            text.Append(part.Text);
        }
    }

    public void AppendFormatted(string? text) => Escaping.Append(this.text, text);

    public void AppendFormatted(int number) => text.Append(CultureInfo.InvariantCulture, $"{number}");

    /// <summary>A coordinate: two decimals are enough for a pixel.</summary>
    public void AppendFormatted(double coordinate) =>
        text.Append(double.IsFinite(coordinate) ? coordinate.ToString("0.##", CultureInfo.InvariantCulture) : "0");

    public Markup ToMarkup() => new(text.ToString());
}
