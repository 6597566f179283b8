using System.Buffers;
using System.Text.Json;

namespace Tapir.Host.Results;

/// <summary>Something to ask a finished student that shows what it has learnt: a held-out task that it solved and S_0 did not.</summary>
internal static class SuggestedQuestion
{
    // What a shell would read otherwise between double quotes.
    private static readonly SearchValues<char> Special = SearchValues.Create("\"$`\\!\n");

    /// <param name="reportPath">The run's <c>report.html</c>; <c>report.json</c> beside it has the samples.</param>
    /// <returns>The shortest such task, ready to stand between double quotes; null when the report shows none.</returns>
    public static string? From(string reportPath)
    {
        string path = Path.ChangeExtension(reportPath, ".json");
        if (!File.Exists(path))
        {
            return null;
        }

        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(path));
        return report.RootElement.GetProperty("samples").EnumerateArray()
            .Where(sample => IsCorrect(sample, "after") && !IsCorrect(sample, "before"))
            .Select(sample => sample.GetProperty("instruction").GetString()!)
            .Where(instruction => !instruction.AsSpan().ContainsAny(Special))
            .MinBy(instruction => instruction.Length);
    }

    private static bool IsCorrect(JsonElement sample, string student) => sample.GetProperty(student).TryGetProperty("correct", out JsonElement correct) && correct.ValueKind == JsonValueKind.True;
}
