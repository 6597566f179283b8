using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Rendering;

/// <summary>Names and what they stand for: those of a loop's pass or a macro's call, then those around it.</summary>
internal sealed class Scope(Scope? around)
{
    private readonly Dictionary<string, object?> values = new(StringComparer.Ordinal);

    public void Set(string name, object? value) => values[name] = value;

    public object? Find(string name)
    {
        for (Scope? scope = this; scope is not null; scope = scope.Around)
        {
            if (scope.values.TryGetValue(name, out object? value))
            {
                return value;
            }
        }

        return new Undefined($"'{name}'");
    }

    private Scope? Around => around;
}
