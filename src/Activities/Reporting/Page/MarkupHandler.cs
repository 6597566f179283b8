using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Tapir.Activities.Reporting.Page;

/// <summary>Interpolation that escapes: what a user or a model wrote cannot become an element, because no way leads around this.</summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkupHandler
{
    private readonly StringBuilder _text;

    public MarkupHandler(int literalLength, int formattedCount)
    {
        _text = new StringBuilder(literalLength + (formattedCount * 16));
    }

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(Markup markup) => _text.Append(markup.Text);

    public void AppendFormatted(IEnumerable<Markup> parts)
    {
        foreach (Markup part in parts)
        {
            _text.Append(part.Text);
        }
    }

    public void AppendFormatted(string? text) => Escaping.Append(_text, text);

    public void AppendFormatted(int number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

    /// <summary>A coordinate: two decimals are enough for a pixel.</summary>
    public void AppendFormatted(double coordinate) =>
        _text.Append(double.IsFinite(coordinate) ? coordinate.ToString("0.##", CultureInfo.InvariantCulture) : "0");

    public Markup ToMarkup() => new(_text.ToString());
}
