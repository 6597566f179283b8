using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Rendering;

/// <summary><c>{% macro f(a, b=c) %}...{% endmacro %}</c>: a function whose value is what its body writes.</summary>
internal sealed class MacroStatement(int line, string name, IReadOnlyList<(string Name, Expression? Default)> parameters, Statement body) : Statement(line)
{
    protected override Flow Execute(TemplateRun run)
    {
        Scope around = run.Scope;
        around.Set(name, new Callable(name, (at, arguments) => Call(at, around, arguments)));
        return Flow.Next;
    }

    private string Call(TemplateRun run, Scope around, Arguments arguments)
    {
        arguments.Allow(parameters.Count, [.. parameters.Select(parameter => parameter.Name)]);
        Scope scope = new(around);
        return run.Within(scope, () =>
        {
            for (int i = 0; i < parameters.Count; i++)
            {
                (string parameter, Expression? otherwise) = parameters[i];
                object? missing = new Undefined($"the parameter '{parameter}'");
                scope.Set(parameter, arguments.Has(i, parameter) ? arguments.Get(i, parameter) : otherwise is null ? missing : otherwise.Value(run));
            }

            return run.Capture(() => body.Run(run));
        });
    }
}
