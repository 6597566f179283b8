namespace Tapir.Models.ChatTemplates.Syntax;

/// <summary>Goes over a template's tokens.</summary>
internal sealed class TokenReader(List<TemplateToken> tokens)
{
    private int at;

    public TemplateToken Current => tokens[at];

    public int Line => Current.Line;

    public bool IsOperator(string text) => Current.Is(TokenKind.Operator, text);

    public bool IsName(string text) => Current.Is(TokenKind.Name, text);

    public bool IsNameAfterNext(string text) => at + 1 < tokens.Count && tokens[at + 1].Is(TokenKind.Name, text);

    public TemplateToken Next()
    {
        TemplateToken token = tokens[at];
        at += token.Kind == TokenKind.End ? 0 : 1;
        return token;
    }

    public bool Skip(TokenKind kind, string text)
    {
        bool isThere = Current.Is(kind, text);
        at += isThere ? 1 : 0;
        return isThere;
    }

    public TemplateToken Expect(TokenKind kind, string wanted) => Current.Kind == kind ? Next() : throw Fault($"{wanted} is wanted, not {Describe()}");

    public void ExpectOperator(string text)
    {
        if (!Skip(TokenKind.Operator, text))
        {
            throw Fault($"{text} is wanted, not {Describe()}");
        }
    }

    public string Describe() => Current.Kind switch
    {
        TokenKind.End => "the end of the template",
        TokenKind.BlockEnd => "%}",
        TokenKind.OutputEnd => "}}",
        TokenKind.Text => $"the text '{Current.Text}'",
        _ => Current.Text,
    };

    public ChatTemplateException Fault(string what) => new($"chat template, line {Line}: {what}.");
}
