using System.Globalization;
using Tapir.Models.ChatTemplates.Rendering;

namespace Tapir.Models.ChatTemplates.Syntax;

/// <summary>Reads what an expression begins with: a literal, a name, or an expression in brackets.</summary>
/// <param name="readExpression">Reads a whole expression within.</param>
internal sealed class LiteralParser(TokenReader tokens, Func<Expression> readExpression)
{
    /// <exception cref="ChatTemplateException">Nothing of the kind.</exception>
    public Expression Read()
    {
        TemplateToken token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Text:
                return new Literal(token.Line, Texts());
            case TokenKind.Integer:
                tokens.Next();
                return new Literal(token.Line, long.TryParse(token.Text, out long whole) ? whole : throw tokens.Fault($"{token.Text} is too large a number"));
            case TokenKind.Float:
                tokens.Next();
                return new Literal(token.Line, double.Parse(token.Text, CultureInfo.InvariantCulture));
            case TokenKind.Name:
                tokens.Next();
                return token.Text switch
                {
                    "true" or "True" => new Literal(token.Line, true),
                    "false" or "False" => new Literal(token.Line, false),
                    "none" or "None" => new Literal(token.Line, null),
                    _ => new NameReference(token.Line, token.Text),
                };
            case TokenKind.Operator when token.Text == "(":
                return Bracketed();
            case TokenKind.Operator when token.Text == "[":
                tokens.Next();
                return new ListLiteral(token.Line, Items("]"));
            case TokenKind.Operator when token.Text == "{":
                return Map();
            default:
                throw tokens.Fault($"a value is wanted, not {tokens.Describe()}");
        }
    }

    private string Texts()
    {
        string text = "";
        while (tokens.Current.Kind == TokenKind.Text)
        {
            text += tokens.Next().Text;
        }

        return text;
    }

    private Expression Bracketed()
    {
        int line = tokens.Next().Line;
        if (tokens.Skip(TokenKind.Operator, ")"))
        {
            return new TupleLiteral(line, []);
        }

        Expression first = readExpression();
        if (tokens.Skip(TokenKind.Operator, ")"))
        {
            return first;
        }

        tokens.ExpectOperator(",");
        return new TupleLiteral(line, [first, .. Items(")")]);
    }

    private List<Expression> Items(string close)
    {
        List<Expression> items = [];
        while (!tokens.Skip(TokenKind.Operator, close))
        {
            items.Add(readExpression());
            if (!tokens.IsOperator(close))
            {
                tokens.ExpectOperator(",");
            }
        }

        return items;
    }

    private MapLiteral Map()
    {
        int line = tokens.Next().Line;
        List<(Expression, Expression)> members = [];
        while (!tokens.Skip(TokenKind.Operator, "}"))
        {
            Expression key = readExpression();
            tokens.ExpectOperator(":");
            members.Add((key, readExpression()));
            if (!tokens.IsOperator("}"))
            {
                tokens.ExpectOperator(",");
            }
        }

        return new MapLiteral(line, members);
    }
}
