using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Tapir.Infra.Tests;

/// <summary>The files of <c>infra/</c>.</summary>
internal static class Files
{
    /// <summary>The repository's folder.</summary>
    public static string Root
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tapir.sln")))
            {
                folder = folder.Parent;
            }

            return folder?.FullName ?? throw new InvalidOperationException($"There is no Tapir.sln above {AppContext.BaseDirectory}.");
        }
    }

    public static string PathOf(string name) => Path.Combine(Root, "infra", name);

    public static string Text(string name) => File.ReadAllText(PathOf(name));

    /// <summary>A YAML file as JSON, merge keys and anchors resolved, its first document if there are several.</summary>
    public static JsonNode Yaml(string name)
    {
        using StringReader text = new(Text(name));
        object? value = new DeserializerBuilder().Build().Deserialize(new MergingParser(new Parser(text)));
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(value))!;
    }

    /// <summary>The texts of a list.</summary>
    public static IReadOnlyList<string> Texts(JsonNode? list) => [.. list!.AsArray().Select(item => item!.ToString())];
}
