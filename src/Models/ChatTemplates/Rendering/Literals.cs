using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Rendering;

/// <summary>A value that is written down.</summary>
internal sealed class Literal(int line, object? value) : Expression(line)
{
    protected override object? Evaluate(TemplateRun run) => value;
}

/// <summary><c>[a, b]</c>.</summary>
internal sealed class ListLiteral(int line, IReadOnlyList<Expression> items) : Expression(line)
{
    protected override object? Evaluate(TemplateRun run) => new List<object?>(items.Select(item => item.Value(run)));
}

/// <summary><c>(a, b)</c>.</summary>
internal sealed class TupleLiteral(int line, IReadOnlyList<Expression> items) : Expression(line)
{
    protected override object? Evaluate(TemplateRun run) => new TemplateTuple(items.Select(item => item.Value(run)));
}

/// <summary><c>{'a': b}</c>.</summary>
internal sealed class MapLiteral(int line, IReadOnlyList<(Expression Key, Expression Value)> members) : Expression(line)
{
    protected override object? Evaluate(TemplateRun run)
    {
        TemplateMap map = [];
        foreach ((Expression key, Expression value) in members)
        {
            map[key.Value(run) as string ?? throw new TemplateFault("a mapping's key has to be a text")] = value.Value(run);
        }

        return map;
    }
}

/// <summary>A name.</summary>
internal sealed class NameReference(int line, string name) : Expression(line)
{
    public string Name => name;

    protected override object? Evaluate(TemplateRun run) => run.Scope.Find(name);
}
