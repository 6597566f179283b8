using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Rendering;

/// <summary><c>a.b</c>: a method or a member.</summary>
internal sealed class MemberReference(int line, Expression owner, string name) : Expression(line)
{
    protected override object? Evaluate(TemplateRun run) => owner.Value(run) switch
    {
        string text when TextMethods.Has(name) => new Callable(name, (_, arguments) => TextMethods.Call(text, name, arguments)),
        TemplateMap map when MapMethods.Has(name) => new Callable(name, (_, arguments) => MapMethods.Call(map, name, arguments)),
        TemplateMap map => map.TryGetValue(name, out object? member) ? member : new Undefined($"'{name}'"),
        TemplateNamespace space => space.Members.TryGetValue(name, out object? member) ? member : new Undefined($"'{name}'"),
        Undefined undefined => throw new TemplateFault($"{undefined.What} is not defined, so it has no {name}"),
        List<object?> or string when name is "append" or "extend" or "insert" or "pop" or "format" or "encode" => throw new TemplateFault($"the method {name} is not one that Tapir renders"),
        _ => new Undefined($"'{name}'"),
    };
}

/// <summary><c>a[b]</c>: an element or a member.</summary>
internal sealed class ElementReference(int line, Expression owner, Expression index) : Expression(line)
{
    protected override object? Evaluate(TemplateRun run) => Element(owner.Value(run), index.Value(run));

    private static object? Element(object? from, object? key) => (from, key) switch
    {
        (TemplateMap map, string name) => map.TryGetValue(name, out object? member) ? member : new Undefined($"'{name}'"),
        (TemplateNamespace space, string name) => space.Members.TryGetValue(name, out object? member) ? member : new Undefined($"'{name}'"),
        (string or List<object?>, long place) => TextRange.At(from!, place),
        (Undefined undefined, _) => throw new TemplateFault($"{undefined.What} is not defined, so it has no elements"),
        _ => new Undefined($"element {PythonText.Quoted(key)}"),
    };
}

/// <summary><c>a[b:c:d]</c>.</summary>
internal sealed class SliceReference(int line, Expression owner, Expression? from, Expression? to, Expression? step) : Expression(line)
{
    protected override object? Evaluate(TemplateRun run) => owner.Value(run) switch
    {
        string text => TextRange.Slice(text, Bound(from, run), Bound(to, run), Bound(step, run) ?? 1),
        List<object?> list => TextRange.Slice(list, Bound(from, run), Bound(to, run), Bound(step, run) ?? 1),
        var other => throw new TemplateFault($"{Kinds.Name(other)} has no slices"),
    };

    private static long? Bound(Expression? bound, TemplateRun run) => bound?.Value(run) switch
    {
        null => null,
        long place => place,
        var other => throw new TemplateFault($"{Kinds.Name(other)} is no bound of a slice"),
    };
}
