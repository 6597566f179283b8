namespace Tapir.Models.ChatTemplates.Syntax;

/// <param name="Line">From 1.</param>
internal readonly record struct TemplateToken(TokenKind Kind, string Text, int Line)
{
    public bool Is(TokenKind kind, string text) => Kind == kind && Text == text;
}
