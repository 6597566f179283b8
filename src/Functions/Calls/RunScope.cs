using System.Collections;

namespace Tapir.Functions;

/// <summary>The scope in which a call's lines are logged: of which run and which function they tell. Structured loggers see it as key and value.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Part"><c>run</c>, or the branch that called, such as <c>round-2</c>.</param>
/// <param name="Function">Name of the function.</param>
public sealed record RunScope(string Run, string Part, string Function) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 3;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new(nameof(Run), Run),
        1 => new(nameof(Part), Part),
        2 => new(nameof(Function), Function),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public static RunScope Of(Call call)
    {
        ArgumentNullException.ThrowIfNull(call);
        int colon = call.InstanceId.IndexOf(':', StringComparison.Ordinal);
        return new RunScope(call.RunId, colon < 0 ? "run" : call.InstanceId[(colon + 1)..], call.Function);
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
