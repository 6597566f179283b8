namespace Tapir.Models.ChatTemplates.Syntax;

/// <summary>What the text of a template is made of.</summary>
internal enum TokenKind
{
    /// <summary>Text that is rendered as it is.</summary>
    Data,

    /// <summary><c>{{</c>.</summary>
    OutputBegin,

    /// <summary><c>}}</c>.</summary>
    OutputEnd,

    /// <summary><c>{%</c>.</summary>
    BlockBegin,

    /// <summary><c>%}</c>.</summary>
    BlockEnd,

    /// <summary>A name or a keyword.</summary>
    Name,

    /// <summary>A text in quotes, its escapes resolved.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a point or an exponent.</summary>
    Float,

    /// <summary>An operator, a bracket, a comma, a colon.</summary>
    Operator,

    /// <summary>The end of the template.</summary>
    End,
}
