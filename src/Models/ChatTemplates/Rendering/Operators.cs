using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Rendering;

/// <summary><c>a and b</c>, <c>a or b</c>: one of the two values, as in Python.</summary>
internal sealed class Logic(int line, bool isAnd, Expression left, Expression right) : Expression(line)
{
    protected override object? Evaluate(TemplateRun run)
    {
        object? first = left.Value(run);
        return Kinds.IsTrue(first) == isAnd ? right.Value(run) : first;
    }
}

/// <summary><c>not a</c>.</summary>
internal sealed class Negation(int line, Expression operand) : Expression(line)
{
    protected override object? Evaluate(TemplateRun run) => !Kinds.IsTrue(operand.Value(run));
}

/// <summary><c>a if b else c</c>; without an else, undefined.</summary>
internal sealed class Conditional(int line, Expression condition, Expression then, Expression? otherwise) : Expression(line)
{
    protected override object? Evaluate(TemplateRun run) =>
        Kinds.IsTrue(condition.Value(run)) ? then.Value(run) : otherwise is null ? new Undefined("what an if without else gives") : otherwise.Value(run);
}

/// <summary><c>a &lt; b &lt;= c</c>: each neighbouring pair.</summary>
internal sealed class Comparison(int line, Expression first, IReadOnlyList<(string Operator, Expression Operand)> rest) : Expression(line)
{
    protected override object? Evaluate(TemplateRun run)
    {
        object? left = first.Value(run);
        foreach ((string symbol, Expression operand) in rest)
        {
            object? right = operand.Value(run);
            if (!Holds(symbol, left, right))
            {
                return false;
            }

            left = right;
        }

        return true;
    }

    private static bool Holds(string symbol, object? left, object? right) => symbol switch
    {
        "==" => Kinds.AreEqual(left, right),
        "!=" => !Kinds.AreEqual(left, right),
        "in" => Kinds.Contains(right, left),
        "not in" => !Kinds.Contains(right, left),
        "<" => Kinds.Compare(left, right) < 0,
        "<=" => Kinds.Compare(left, right) <= 0,
        ">" => Kinds.Compare(left, right) > 0,
        _ => Kinds.Compare(left, right) >= 0,
    };
}

/// <summary><c>a ~ b</c>: both as text.</summary>
internal sealed class Concatenation(int line, IReadOnlyList<Expression> parts) : Expression(line)
{
    protected override object? Evaluate(TemplateRun run) => Sizes.Join("", [.. parts.Select(part => PythonText.Of(part.Value(run)))]);
}

/// <summary><c>-a</c>, <c>+a</c>.</summary>
internal sealed class Sign(int line, bool isMinus, Expression operand) : Expression(line)
{
    protected override object? Evaluate(TemplateRun run) => operand.Value(run) switch
    {
        long whole when whole != long.MinValue => (object)(isMinus ? -whole : whole),
        double number => isMinus ? -number : number,
        var other => throw new TemplateFault($"{Kinds.Name(other)} has no sign"),
    };
}

/// <summary>Arithmetic, and putting texts and lists together.</summary>
internal sealed class Arithmetic(int line, string symbol, Expression left, Expression right) : Expression(line)
{
    protected override object? Evaluate(TemplateRun run)
    {
        object? one = left.Value(run), other = right.Value(run);
        try
        {
            return Apply(one, other);
        }
        catch (OverflowException)
        {
            throw new TemplateFault($"{one} {symbol} {other} is too large a number");
        }
    }

    private object? Apply(object? one, object? other)
    {
        switch (symbol, one, other)
        {
            case ("+", string first, string second):
                return Sizes.Join("", [first, second]);
            case ("+", List<object?> first, List<object?> second):
                Sizes.DemandList((long)first.Count + second.Count);
                return new List<object?>([.. first, .. second]);
            case ("*", string text, long times):
                Sizes.DemandText(text.Length * Math.Clamp(times, 0, Sizes.LongestText));
                return string.Concat(Enumerable.Repeat(text, (int)Math.Clamp(times, 0, Sizes.LongestText)));
            case (_, long first, long second):
                return Whole(first, second);
            case var _ when Kinds.IsNumber(one) && Kinds.IsNumber(other):
                return Fraction(Kinds.Number(one), Kinds.Number(other));
            default:
                throw new TemplateFault($"{Kinds.Name(one)} {symbol} {Kinds.Name(other)} cannot be worked out");
        }
    }

    // Each is boxed as what it is: C# would make all of them fractions.
    private object Whole(long first, long second) => symbol switch
    {
        "+" => (object)checked(first + second),
        "-" => checked(first - second),
        "*" => checked(first * second),
        "//" => checked((first / NotZero(second)) - (first % second != 0 && (first < 0) != (second < 0) ? 1 : 0)),
        "%" => ((first % NotZero(second)) + second) % second,
        "**" when second >= 0 => (long)new decimal(Math.Pow(first, second)),
        _ => Fraction(first, second),
    };

    private double Fraction(double first, double second) => symbol switch
    {
        "+" => first + second,
        "-" => first - second,
        "*" => first * second,
        "**" => Math.Pow(first, second),
        _ when second == 0 => throw new TemplateFault("division by 0"),
        "/" => first / second,
        "//" => Math.Floor(first / second),
        _ => first - (Math.Floor(first / second) * second),
    };

    private static long NotZero(long divisor) => divisor == 0 ? throw new TemplateFault("division by 0") : divisor;
}
