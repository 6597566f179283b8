namespace Tapir.Activities.Reporting.Page;

/// <summary>Text that is already markup. Only <see cref="Of"/> makes it from anything else, and that escapes.</summary>
public readonly record struct Markup(string Text)
{
    public static readonly Markup None = new("");

    /// <summary>Builds markup: the literal parts are kept, every hole that is not itself markup is escaped.</summary>
    public static Markup Of(MarkupHandler content) => content.ToMarkup();

    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts.Select(part => part.Text)));

    public override string ToString() => Text;
}
