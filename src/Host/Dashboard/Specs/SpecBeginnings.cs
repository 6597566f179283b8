using Tapir.Host.Engine;
using Tapir.Host.Specs;
using Tapir.Host.Specs.Shelf;
using Tapir.Host.State;

namespace Tapir.Host.Dashboard.Specs;

/// <summary>The texts that a new spec can begin with.</summary>
internal sealed class SpecBeginnings(SpecShelf shelf, TapirEngine engine)
{
    private const string Folder = "examples/";
    private const string UsualName = "my-run";

    /// <summary>Names of the examples that come with the program.</summary>
    public static IReadOnlyList<string> Examples { get; } =
        [.. typeof(SpecBeginnings).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => name[Folder.Length..]).Order(StringComparer.Ordinal).Reverse()];

    /// <exception cref="StateException">There is no such example, stored spec or run; the message says which there are.</exception>
    public string TextOf(SpecBeginning beginning) => beginning switch
    {
        { Run: { } run } => $"# The spec of {run}; what is not written here is the default.\n{SpecText.Of(engine.Runs.Get(run).Spec)}",
        { Stored: { } name } => shelf.Get(name, beginning.Version).Text,
        { Example: { } example } => Example(example),
        _ => SpecTemplate.Render(UsualName),
    };

    private static string Example(string name)
    {
        using Stream file = typeof(SpecBeginnings).Assembly.GetManifestResourceStream(Folder + name)
            ?? throw new StateException($"There is no example '{name}'; there are {string.Join(", ", Examples)}.");
        using StreamReader text = new(file);
        return text.ReadToEnd();
    }
}
