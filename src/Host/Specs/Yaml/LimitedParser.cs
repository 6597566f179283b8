using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tapir.Host.Specs.Yaml;

/// <summary>Stops at texts whose tree is too deep to walk, or grows when it is walked: aliases of what holds aliases double with every level.</summary>
internal sealed class LimitedParser(IParser inner) : IParser
{
    private const int MostLevels = 64;
    private const int MostAliases = 100;

    private readonly Stack<bool> open = new();
    private int openWithAnchor;
    private int aliases;

    public ParsingEvent? Current => inner.Current;

    /// <exception cref="YamlLimitException">The text is over a limit.</exception>
    public bool MoveNext()
    {
        if (!inner.MoveNext())
        {
            return false;
        }

        switch (inner.Current)
        {
            case MappingStart mapping:
                Open(mapping);
                break;
            case SequenceStart sequence:
                Open(sequence);
                break;
            case MappingEnd or SequenceEnd:
                openWithAnchor -= open.Pop() ? 1 : 0;
                break;
            case AnchorAlias when openWithAnchor > 0:
                throw Over("an anchor must not hold an alias");
            case AnchorAlias when ++aliases > MostAliases:
                throw Over($"there are more than {MostAliases} aliases");
        }

        return true;
    }

    private void Open(NodeEvent node)
    {
        open.Push(!node.Anchor.IsEmpty);
        openWithAnchor += node.Anchor.IsEmpty ? 0 : 1;
        if (open.Count > MostLevels)
        {
            throw Over($"it is nested deeper than {MostLevels} levels");
        }
    }

    private YamlLimitException Over(string message) => new(inner.Current!.Start, inner.Current.End, message);
}
