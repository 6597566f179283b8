using Tapir.Models.ChatTemplates.Rendering;

namespace Tapir.Models.ChatTemplates.Syntax;

/// <summary>Reads expressions, with Jinja's order of operators.</summary>
internal sealed class ExpressionParser
{
    private const int Deepest = 100;
    private readonly TokenReader tokens;
    private readonly LiteralParser literals;
    private readonly SuffixParser suffixes;
    private int depth;

    public ExpressionParser(TokenReader tokens)
    {
        this.tokens = tokens;
        literals = new LiteralParser(tokens, Read);
        suffixes = new SuffixParser(tokens, Read, literals.Read);
    }

    /// <exception cref="ChatTemplateException">No expression, or a part of one that is not rendered.</exception>
    public Expression Read()
    {
        if (++depth > Deepest)
        {
            throw tokens.Fault($"expressions are more than {Deepest} levels deep");
        }

        int line = tokens.Line;
        Expression value = Or();
        while (tokens.Skip(TokenKind.Name, "if"))
        {
            Expression condition = Or();
            Expression? otherwise = tokens.Skip(TokenKind.Name, "else") ? Read() : null;
            value = new Conditional(line, condition, value, otherwise);
        }

        depth--;
        return value;
    }

    /// <summary>An expression, or several with commas between, which are a list.</summary>
    public Expression ReadTuple()
    {
        int line = tokens.Line;
        Expression first = Read();
        if (!tokens.IsOperator(","))
        {
            return first;
        }

        List<Expression> items = [first];
        while (tokens.Skip(TokenKind.Operator, ",") && tokens.Current.Kind is not (TokenKind.BlockEnd or TokenKind.OutputEnd))
        {
            items.Add(Read());
        }

        return new TupleLiteral(line, items);
    }

    /// <summary>What a loop goes over: an <c>if</c> after it is the loop's.</summary>
    public Expression ReadWithoutCondition() => Or();

    private Expression Or()
    {
        int line = tokens.Line;
        Expression left = And();
        while (tokens.Skip(TokenKind.Name, "or"))
        {
            left = new Logic(line, isAnd: false, left, And());
        }

        return left;
    }

    private Expression And()
    {
        int line = tokens.Line;
        Expression left = Not();
        while (tokens.Skip(TokenKind.Name, "and"))
        {
            left = new Logic(line, isAnd: true, left, Not());
        }

        return left;
    }

    private Expression Not()
    {
        int line = tokens.Line, count = 0;
        while (tokens.IsName("not"))
        {
            tokens.Next();
            count++;
        }

        Expression operand = Compared();
        return count == 0 ? operand : count % 2 == 1 ? new Negation(line, operand) : new Negation(line, new Negation(line, operand));
    }

    private Expression Compared()
    {
        int line = tokens.Line;
        Expression first = Sum();
        List<(string, Expression)> rest = [];
        while (true)
        {
            if (tokens.Current is { Kind: TokenKind.Operator, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" })
            {
                rest.Add((tokens.Next().Text, Sum()));
            }
            else if (tokens.Skip(TokenKind.Name, "in"))
            {
                rest.Add(("in", Sum()));
            }
            else if (tokens.IsName("not") && tokens.IsNameAfterNext("in"))
            {
                tokens.Next();
                tokens.Next();
                rest.Add(("not in", Sum()));
            }
            else
            {
                return rest.Count == 0 ? first : new Comparison(line, first, rest);
            }
        }
    }

    private Expression Sum()
    {
        Expression left = Joined();
        while (tokens.Current is { Kind: TokenKind.Operator, Text: "+" or "-" })
        {
            int line = tokens.Line;
            left = new Arithmetic(line, tokens.Next().Text, left, Joined());
        }

        return left;
    }

    private Expression Joined()
    {
        int line = tokens.Line;
        List<Expression> parts = [Product()];
        while (tokens.Skip(TokenKind.Operator, "~"))
        {
            parts.Add(Product());
        }

        return parts.Count == 1 ? parts[0] : new Concatenation(line, parts);
    }

    private Expression Product()
    {
        Expression left = Power();
        while (tokens.Current is { Kind: TokenKind.Operator, Text: "*" or "/" or "//" or "%" })
        {
            int line = tokens.Line;
            left = new Arithmetic(line, tokens.Next().Text, left, Power());
        }

        return left;
    }

    private Expression Power()
    {
        Expression left = Unary(isFiltered: true);
        while (tokens.IsOperator("**"))
        {
            int line = tokens.Line;
            left = new Arithmetic(line, tokens.Next().Text, left, Unary(isFiltered: true));
        }

        return left;
    }

    private Expression Unary(bool isFiltered)
    {
        int line = tokens.Line;
        List<bool> signs = [];
        while (tokens.Current is { Kind: TokenKind.Operator, Text: "-" or "+" })
        {
            signs.Add(tokens.Next().Text == "-");
        }

        if (signs.Count > 1)
        {
            throw tokens.Fault("one sign after the other");
        }

        Expression value = suffixes.After(literals.Read());
        value = signs.Count == 0 ? value : new Sign(line, signs[0], value);
        return isFiltered ? suffixes.FiltersAfter(value) : value;
    }
}
