using Tapir.Models.ChatTemplates.Rendering;
using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Syntax;

/// <summary>Reads what stands after a value and belongs to it.</summary>
/// <param name="readExpression">Reads a whole expression within.</param>
/// <param name="readLiteral">Reads the argument of a test that has no brackets.</param>
internal sealed class SuffixParser(TokenReader tokens, Func<Expression> readExpression, Func<Expression> readLiteral)
{
    /// <summary>Members, elements and calls after a value.</summary>
    public Expression After(Expression value)
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
        List<Expression?> bounds = [tokens.IsOperator(":") || tokens.IsOperator("]") ? null : readExpression()];
        while (tokens.Skip(TokenKind.Operator, ":"))
        {
            bounds.Add(tokens.IsOperator(":") || tokens.IsOperator("]") ? null : readExpression());
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

            Expression argument = readExpression();
            if (argument is NameReference name && tokens.Skip(TokenKind.Operator, "="))
            {
                named.Add((name.Name, readExpression()));
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

    /// <summary>Filters and tests after a value.</summary>
    public Expression FiltersAfter(Expression value)
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
                value = After(new CallExpression(line, value, Arguments()));
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
            arguments = new ArgumentList([After(readLiteral())], []);
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
