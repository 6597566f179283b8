using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Rendering;

/// <summary>What stands in a call's brackets.</summary>
internal sealed record ArgumentList(IReadOnlyList<Expression> Positional, IReadOnlyList<(string Name, Expression Value)> Named)
{
    public static ArgumentList None { get; } = new([], []);

    public Arguments Evaluate(TemplateRun run, string owner)
    {
        object?[] positional = [.. Positional.Select(argument => argument.Value(run))];
        Dictionary<string, object?> named = new(StringComparer.Ordinal);
        foreach ((string name, Expression value) in Named)
        {
            named[name] = value.Value(run);
        }

        return new Arguments(owner, positional, named);
    }
}

/// <summary><c>f(a, b=c)</c>.</summary>
internal sealed class CallExpression(int line, Expression callee, ArgumentList arguments) : Expression(line)
{
    protected override object? Evaluate(TemplateRun run) => callee.Value(run) switch
    {
        Callable callable => callable.Call(run, arguments.Evaluate(run, callable.Name)),
        var other => throw new TemplateFault($"{Kinds.Name(other)} cannot be called; is it a function that Tapir does not render?"),
    };
}

/// <summary><c>a | filter(b)</c>.</summary>
internal sealed class FilterExpression(int line, Expression input, Filter filter, string name, ArgumentList arguments) : Expression(line)
{
    protected override object? Evaluate(TemplateRun run) => filter(input.Value(run), arguments.Evaluate(run, name));
}

/// <summary><c>a is test(b)</c>, <c>a is not test(b)</c>.</summary>
internal sealed class TestExpression(int line, Expression input, ValueTest test, string name, ArgumentList arguments, bool isNegated) : Expression(line)
{
    protected override object? Evaluate(TemplateRun run) => test(input.Value(run), arguments.Evaluate(run, name)) != isNegated;
}

/// <summary>Changes a value.</summary>
internal delegate object? Filter(object? value, Arguments arguments);

/// <summary>Says something of a value.</summary>
internal delegate bool ValueTest(object? value, Arguments arguments);
