namespace Tapir.Models.ChatTemplates.Values;

/// <summary>Methods of Python's dictionaries that change nothing.</summary>
internal static class MapMethods
{
    public static bool Has(string name) => name is "items" or "keys" or "values" or "get";

    public static object? Call(TemplateMap map, string method, Arguments arguments) => method switch
    {
        "items" => Items(map),
        "keys" => new List<object?>(map.Keys),
        "values" => new List<object?>(map.Values),
        _ => arguments.Get(0, "key") is string key && map.TryGetValue(key, out object? value) ? value : arguments.Get(1, "default", null),
    };

    /// <summary>Pairs of key and value.</summary>
    public static List<object?> Items(TemplateMap map) => [.. map.Select(pair => new TemplateTuple([pair.Key, pair.Value]))];
}
