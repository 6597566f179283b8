using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Rendering;

/// <summary>Statements one after the other.</summary>
internal sealed class Block(int line, IReadOnlyList<Statement> statements) : Statement(line)
{
    protected override Flow Execute(TemplateRun run)
    {
        foreach (Statement statement in statements)
        {
            Flow flow = statement.Run(run);
            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }
}

/// <summary>Text as it is.</summary>
internal sealed class TextStatement(int line, string text) : Statement(line)
{
    protected override Flow Execute(TemplateRun run)
    {
        run.Write(text);
        return Flow.Next;
    }
}

/// <summary><c>{{ a }}</c>.</summary>
internal sealed class OutputStatement(int line, Expression value) : Statement(line)
{
    protected override Flow Execute(TemplateRun run)
    {
        run.Write(PythonText.Of(value.Value(run)));
        return Flow.Next;
    }
}

/// <summary><c>{% if %}</c> with its <c>elif</c> and <c>else</c>; it has no names of its own.</summary>
internal sealed class IfStatement(int line, IReadOnlyList<(Expression Condition, Statement Body)> branches, Statement otherwise) : Statement(line)
{
    protected override Flow Execute(TemplateRun run)
    {
        foreach ((Expression condition, Statement body) in branches)
        {
            if (Kinds.IsTrue(condition.Value(run)))
            {
                return body.Run(run);
            }
        }

        return otherwise.Run(run);
    }
}

/// <summary><c>{% break %}</c>, <c>{% continue %}</c>.</summary>
internal sealed class JumpStatement(int line, Flow flow) : Statement(line)
{
    protected override Flow Execute(TemplateRun run) => flow;
}

/// <summary><c>{% set a = b %}</c>, <c>{% set a, b = c %}</c>, <c>{% set space.a = b %}</c>.</summary>
internal sealed class SetStatement(int line, Target target, Expression value) : Statement(line)
{
    protected override Flow Execute(TemplateRun run)
    {
        target.Set(run, run.Scope, value.Value(run));
        return Flow.Next;
    }
}

/// <summary><c>{% set a %}...{% endset %}</c>.</summary>
internal sealed class CaptureStatement(int line, Target target, Statement body) : Statement(line)
{
    protected override Flow Execute(TemplateRun run)
    {
        Flow flow = Flow.Next;
        string text = run.Capture(() => flow = body.Run(run));
        target.Set(run, run.Scope, text);
        return flow;
    }
}
