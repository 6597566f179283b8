using System.Text.Json;

namespace Tapir.Models.Tests;

/// <summary>Reference values that are copied beside the tests.</summary>
internal static class FixtureFile
{
    public static JsonElement Read(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", name)));
        return document.RootElement.Clone();
    }

    public static string[] Texts(this JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    public static int[] Numbers(this JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetInt32())];

    public static string Text(this JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
