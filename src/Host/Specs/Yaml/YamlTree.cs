using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tapir.Host.Specs.Yaml;

/// <summary>Reads YAML (JSON is YAML too) as a tree that is safe to walk.</summary>
internal static class YamlTree
{
    /// <returns>The root of the first document; null where there is none.</returns>
    /// <exception cref="YamlLimitException">The text is made to be a burden.</exception>
    /// <exception cref="YamlException">It is not YAML.</exception>
    public static YamlNode? Read(TextReader text)
    {
        YamlStream stream = [];
        stream.Load(new LimitedParser(new Parser(text)));
        return stream.Documents.Count > 0 ? stream.Documents[0].RootNode : null;
    }
}
