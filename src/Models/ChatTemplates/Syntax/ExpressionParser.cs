using System.Globalization;
using Tapir.Models.ChatTemplates.Rendering;
using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Syntax;

/// <summary>Reads expressions, with Jinja's order of operators.</summary>
internal sealed class ExpressionParser(TokenReader tokens)
{
    private const int Deepest = 100;
    private int depth;

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

        Expression value = Postfix(Primary());
        value = signs.Count == 0 ? value : new Sign(line, signs[0], value);
        return isFiltered ? Filtered(value) : value;
    }

    private Expression Primary()
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

        Expression first = Read();
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
            items.Add(Read());
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
            Expression key = Read();
            tokens.ExpectOperator(":");
            members.Add((key, Read()));
            if (!tokens.IsOperator("}"))
            {
                tokens.ExpectOperator(",");
            }
        }

        return new MapLiteral(line, members);
    }

    private Expression Postfix(Expression value)
    {
        while (true)
        {
            int line = tokens.Line;
            if (tokens.Skip(TokenKind.Operator, "."))
            {
                TemplateToken member = tokens.Next();
                value = member.Kind switch
                {
                    TokenKind.Name => new MemberReference(line, value, member.Text),
                    TokenKind.Integer when long.TryParse(member.Text, out long place) => new ElementReference(line, value, new Literal(line, place)),
                    _ => throw tokens.Fault("a name is wanted after the point"),
                };
            }
            else if (tokens.Skip(TokenKind.Operator, "["))
            {
                value = Subscript(line, value);
            }
            else if (tokens.Skip(TokenKind.Operator, "("))
            {
                value = new CallExpression(line, value, Arguments());
            }
            else
            {
                return value;
            }
        }
    }

    private Expression Subscript(int line, Expression owner)
    {
        List<Expression?> bounds = [tokens.IsOperator(":") || tokens.IsOperator("]") ? null : Read()];
        while (tokens.Skip(TokenKind.Operator, ":"))
        {
            bounds.Add(tokens.IsOperator(":") || tokens.IsOperator("]") ? null : Read());
        }

        tokens.ExpectOperator("]");
        return bounds switch
        {
            [{ } index] => new ElementReference(line, owner, index),
            [var from, var to] => new SliceReference(line, owner, from, to, step: null),
            [var from, var to, var step] => new SliceReference(line, owner, from, to, step),
            _ => throw tokens.Fault("a subscript of this kind is not one that Tapir renders"),
        };
    }

    private ArgumentList Arguments()
    {
        List<Expression> positional = [];
        List<(string, Expression)> named = [];
        while (!tokens.Skip(TokenKind.Operator, ")"))
        {
            if (tokens.IsOperator("*") || tokens.IsOperator("**"))
            {
                throw tokens.Fault("arguments that are spread out of a list are not ones that Tapir renders");
            }

            Expression argument = Read();
            if (argument is NameReference name && tokens.Skip(TokenKind.Operator, "="))
            {
                named.Add((name.Name, Read()));
            }
            else
            {
                positional.Add(argument);
            }

            if (!tokens.IsOperator(")"))
            {
                tokens.ExpectOperator(",");
            }
        }

        return new ArgumentList(positional, named);
    }

    private Expression Filtered(Expression value)
    {
        while (true)
        {
            int line = tokens.Line;
            if (tokens.Skip(TokenKind.Operator, "|"))
            {
                string name = tokens.Expect(TokenKind.Name, "a filter's name").Text;
                Filter filter = Known(line, () => Filters.Find(name));
                value = new FilterExpression(line, value, filter, name, tokens.Skip(TokenKind.Operator, "(") ? Arguments() : ArgumentList.None);
            }
            else if (tokens.Skip(TokenKind.Name, "is"))
            {
                value = Test(line, value);
            }
            else if (tokens.Skip(TokenKind.Operator, "("))
            {
                value = Postfix(new CallExpression(line, value, Arguments()));
            }
            else
            {
                return value;
            }
        }
    }

    private TestExpression Test(int line, Expression value)
    {
        bool isNegated = tokens.Skip(TokenKind.Name, "not");
        string name = tokens.IsOperator("==") || tokens.IsOperator("!=") ? tokens.Next().Text : tokens.Expect(TokenKind.Name, "a test's name").Text;
        ValueTest test = Known(line, () => Tests.Find(name));
        ArgumentList arguments = ArgumentList.None;
        if (tokens.Skip(TokenKind.Operator, "("))
        {
            arguments = Arguments();
        }
        else if (BeginsArgument())
        {
            arguments = new ArgumentList([Postfix(Primary())], []);
        }

        return new TestExpression(line, value, test, name, arguments, isNegated);
    }

    private bool BeginsArgument() => tokens.Current.Kind is TokenKind.Text or TokenKind.Integer or TokenKind.Float
        || tokens.IsOperator("[") || tokens.IsOperator("{")
        || (tokens.Current.Kind == TokenKind.Name && tokens.Current.Text is not ("else" or "or" or "and" or "is" or "if" or "not" or "in"));

    private static T Known<T>(int line, Func<T> find)
    {
        try
        {
            return find();
        }
        catch (TemplateFault fault)
        {
            throw fault.At(line);
        }
    }
}
