using Tapir.Models.ChatTemplates.Rendering;

namespace Tapir.Models.ChatTemplates.Syntax;

/// <summary>Reads a template's statements.</summary>
internal sealed class TemplateParser
{
    private const int Deepest = 60;
    private readonly TokenReader tokens;
    private readonly ExpressionParser expressions;
    private int depth;
    private int loops;

    private TemplateParser(TokenReader tokens)
    {
        this.tokens = tokens;
        expressions = new ExpressionParser(tokens);
    }

    /// <exception cref="ChatTemplateException">Not a template, or one with a statement that is not rendered; the message names the line.</exception>
    public static Statement Read(string template)
    {
        TemplateParser parser = new(new TokenReader(TemplateLexer.Read(template)));
        Statement body = parser.Body();
        return parser.tokens.Current.Kind == TokenKind.End ? body : throw parser.tokens.Fault($"{{% {parser.tokens.Describe()} %}} ends nothing that was begun");
    }

    /// <summary>Statements up to one of the tags given, whose name is the current token then.</summary>
    private Block Body(params string[] ends)
    {
        if (++depth > Deepest)
        {
            throw tokens.Fault($"statements are more than {Deepest} levels deep");
        }

        int line = tokens.Line;
        List<Statement> statements = [];
        while (tokens.Current.Kind != TokenKind.End)
        {
            TemplateToken token = tokens.Next();
            if (token.Kind == TokenKind.Data)
            {
                statements.Add(new TextStatement(token.Line, token.Text));
                continue;
            }

            if (token.Kind == TokenKind.OutputBegin)
            {
                statements.Add(new OutputStatement(token.Line, expressions.ReadTuple()));
                tokens.Expect(TokenKind.OutputEnd, "}}");
                continue;
            }

            if (tokens.Current.Kind == TokenKind.Name && (ends.Contains(tokens.Current.Text) || IsEnd(tokens.Current.Text)))
            {
                break;
            }

            statements.Add(Statement());
        }

        if (ends.Length > 0 && (tokens.Current.Kind != TokenKind.Name || !ends.Contains(tokens.Current.Text)))
        {
            throw tokens.Fault($"{{% {string.Join(" %} or {% ", ends)} %}} is wanted for what was begun on line {line}, not {tokens.Describe()}");
        }

        depth--;
        return new Block(line, statements);
    }

    private static bool IsEnd(string name) => name is "else" or "elif" || name.StartsWith("end", StringComparison.Ordinal);

    private Statement Statement()
    {
        TemplateToken tag = tokens.Expect(TokenKind.Name, "a statement's name");
        Statement statement = tag.Text switch
        {
            "if" => If(tag.Line),
            "for" => For(tag.Line),
            "set" => Set(tag.Line),
            "macro" => Macro(tag.Line),
            // Marks what an assistant says, for transformers' masks; here masks come by construction.
            "generation" => Enclosed("endgeneration"),
            "break" when loops > 0 => new JumpStatement(tag.Line, Flow.Break),
            "continue" when loops > 0 => new JumpStatement(tag.Line, Flow.Continue),
            _ => throw new ChatTemplateException($"chat template, line {tag.Line}: the statement {{% {tag.Text} %}} is not one that Tapir renders{(tag.Text is "break" or "continue" ? " outside of a loop" : "")}."),
        };
        tokens.Expect(TokenKind.BlockEnd, "%}");
        return statement;
    }

    private Block Enclosed(string end)
    {
        tokens.Expect(TokenKind.BlockEnd, "%}");
        Block body = Body(end);
        tokens.Next();
        return body;
    }

    private IfStatement If(int line)
    {
        List<(Expression, Statement)> branches = [];
        Block otherwise = new(line, []);
        while (true)
        {
            Expression condition = expressions.ReadTuple();
            tokens.Expect(TokenKind.BlockEnd, "%}");
            branches.Add((condition, Body("elif", "else", "endif")));
            string next = tokens.Next().Text;
            if (next == "elif")
            {
                continue;
            }

            if (next == "else")
            {
                otherwise = Enclosed("endif");
            }

            return new IfStatement(line, branches, otherwise);
        }
    }

    private ForStatement For(int line)
    {
        Target target = Names();
        if (!tokens.Skip(TokenKind.Name, "in"))
        {
            throw tokens.Fault($"in is wanted, not {tokens.Describe()}");
        }

        Expression items = expressions.ReadWithoutCondition();
        Expression? condition = tokens.Skip(TokenKind.Name, "if") ? expressions.Read() : null;
        if (tokens.IsName("recursive"))
        {
            throw tokens.Fault("a recursive loop is not one that Tapir renders");
        }

        tokens.Expect(TokenKind.BlockEnd, "%}");
        loops++;
        Block body = Body("else", "endfor");
        loops--;
        Block otherwise = tokens.Next().Text == "else" ? Enclosed("endfor") : new Block(line, []);
        return new ForStatement(line, target, items, condition, body, otherwise);
    }

    private Statement Set(int line)
    {
        Target target = Names();
        if (tokens.Skip(TokenKind.Operator, "."))
        {
            target = new Target([target.Names[0], tokens.Expect(TokenKind.Name, "a member's name").Text], IsMember: true);
        }

        if (tokens.Skip(TokenKind.Operator, "="))
        {
            return new SetStatement(line, target, expressions.ReadTuple());
        }

        if (tokens.IsOperator("|"))
        {
            throw tokens.Fault("a set block with a filter is not one that Tapir renders");
        }

        return new CaptureStatement(line, target, Enclosed("endset"));
    }

    private MacroStatement Macro(int line)
    {
        string name = tokens.Expect(TokenKind.Name, "a macro's name").Text;
        List<(string, Expression?)> parameters = [];
        tokens.ExpectOperator("(");
        while (!tokens.Skip(TokenKind.Operator, ")"))
        {
            string parameter = tokens.Expect(TokenKind.Name, "a parameter's name").Text;
            parameters.Add((parameter, tokens.Skip(TokenKind.Operator, "=") ? expressions.Read() : null));
            if (!tokens.IsOperator(")"))
            {
                tokens.ExpectOperator(",");
            }
        }

        int outer = loops;
        loops = 0;
        Block body = Enclosed("endmacro");
        loops = outer;
        // {% endmacro name %} says the name again.
        _ = tokens.Skip(TokenKind.Name, name);
        return new MacroStatement(line, name, parameters, body);
    }

    private Target Names()
    {
        bool isBracketed = tokens.Skip(TokenKind.Operator, "(");
        List<string> names = [tokens.Expect(TokenKind.Name, "a name").Text];
        while (tokens.Skip(TokenKind.Operator, ","))
        {
            names.Add(tokens.Expect(TokenKind.Name, "a name").Text);
        }

        if (isBracketed)
        {
            tokens.ExpectOperator(")");
        }

        return new Target(names, IsMember: false);
    }
}
