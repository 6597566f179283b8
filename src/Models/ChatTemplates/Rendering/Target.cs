using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Rendering;

/// <summary>What a <c>set</c> or a loop gives values to: a name, several names, or a member of a namespace (its name is then the second of two).</summary>
internal sealed record Target(IReadOnlyList<string> Names, bool IsMember)
{
    public void Set(TemplateRun run, Scope scope, object? value)
    {
        if (IsMember)
        {
            TemplateNamespace space = run.Scope.Find(Names[0]) as TemplateNamespace ?? throw new TemplateFault($"{Names[0]} is no namespace, so its {Names[1]} cannot be set");
            space.Members[Names[1]] = value;
            return;
        }

        if (Names.Count == 1)
        {
            scope.Set(Names[0], value);
            return;
        }

        List<object?> values = Kinds.Items(value);
        if (values.Count != Names.Count)
        {
            throw new TemplateFault($"{values.Count} values cannot be given to the {Names.Count} names {string.Join(", ", Names)}");
        }

        for (int i = 0; i < values.Count; i++)
        {
            scope.Set(Names[i], values[i]);
        }
    }
}
