using System.Text.Json;
using System.Text.RegularExpressions;
using Tapir.Curriculum.Tasks;

namespace Tapir.Datasets.Formats;

/// <summary>GSM8K: the worked solution without its calculator notes (<c>&lt;&lt;3+4=7&gt;&gt;</c>), and the final answer in the form that every
/// verifiable task of Tapir has, <c>Answer: N</c>, without thousands separators.</summary>
internal sealed partial class Gsm8kRows : IRowFormat
{
    public DatasetFormat Format => DatasetFormat.Gsm8k;

    public bool Recognizes(JsonElement row) => row.Has("question") && row.Has("answer");

    public IEnumerable<RowReading> Read(JsonElement row)
    {
        if (row.Text("question") is not { } question || row.Text("answer") is not { } answer)
        {
            return [new RowReading.Bad("\"question\" and \"answer\" must be strings")];
        }

        Match final = FinalAnswer().Match(answer);
        if (!final.Success)
        {
            return [new RowReading.Bad("the answer does not end in \"#### N\"")];
        }

        string steps = CalculatorNote().Replace(answer[..final.Index], string.Empty).Trim();
        string number = ThousandsSeparator().Replace(final.Groups[1].Value, string.Empty);
        string response = steps.Length == 0 ? $"Answer: {number}" : $"{steps}\nAnswer: {number}";
        return [RowReading.Of(new RowContent(row.Id(), question.Trim(), response, row.Category() ?? TaskLabels.Math))];
    }

    [GeneratedRegex(@"####[ \t]*(\S.*?)\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex FinalAnswer();

    [GeneratedRegex("<<[^<>]*>>", RegexOptions.CultureInvariant)]
    private static partial Regex CalculatorNote();

    [GeneratedRegex(@"(?<=\d),(?=\d{3}(\D|$))", RegexOptions.CultureInvariant)]
    private static partial Regex ThousandsSeparator();
}
