using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Rendering;

/// <summary><c>{% for a in b if c %}...{% else %}...{% endfor %}</c>. Each pass has names of its own.</summary>
internal sealed class ForStatement(int line, Target target, Expression items, Expression? condition, Statement body, Statement otherwise) : Statement(line)
{
    protected override Flow Execute(TemplateRun run)
    {
        List<object?> passes = Chosen(run, Kinds.Items(items.Value(run)));
        for (int i = 0; i < passes.Count; i++)
        {
            Scope scope = new(run.Scope);
            target.Set(run, scope, passes[i]);
            scope.Set("loop", Describe(passes, i));
            if (run.Within(scope, () => body.Run(run)) == Flow.Break)
            {
                return Flow.Next;
            }
        }

        return passes.Count == 0 ? otherwise.Run(run) : Flow.Next;
    }

    private List<object?> Chosen(TemplateRun run, List<object?> all)
    {
        if (condition is null)
        {
            return all;
        }

        List<object?> chosen = [];
        foreach (object? item in all)
        {
            Scope scope = new(run.Scope);
            target.Set(run, scope, item);
            if (Kinds.IsTrue(run.Within(scope, () => condition.Value(run))))
            {
                chosen.Add(item);
            }
        }

        return chosen;
    }

    private static TemplateMap Describe(List<object?> passes, int i) => new()
    {
        ["index"] = i + 1L,
        ["index0"] = (long)i,
        ["revindex"] = (long)passes.Count - i,
        ["revindex0"] = passes.Count - i - 1L,
        ["first"] = i == 0,
        ["last"] = i == passes.Count - 1,
        ["length"] = (long)passes.Count,
        ["previtem"] = i > 0 ? passes[i - 1] : new Undefined("the item before the first"),
        ["nextitem"] = i + 1 < passes.Count ? passes[i + 1] : new Undefined("the item after the last"),
        ["cycle"] = new Callable("cycle", (_, arguments) => arguments.Positional.Count > 0
            ? arguments.Positional[i % arguments.Positional.Count]
            : throw new TemplateFault("cycle wants something to go round")),
    };
}
