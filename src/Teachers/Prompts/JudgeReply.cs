using System.Globalization;
using System.Text.Json;

namespace Tapir.Teachers.Prompts;

/// <summary>The judge's reply: one JSON object with both scores.</summary>
public static class JudgeReply
{
    public static string Write(JudgeVerdict verdict) => PromptJson.Write(new VerdictDocument(verdict.A, verdict.B, verdict.Reason));

    /// <summary>Reads the verdict out of a reply. Unreadable where there is none, where a score is not a number from 1 to 10, and
    /// where two verdicts contradict each other: a judge that quotes a verdict out of a student's answer must not be misread.</summary>
    public static Reply<JudgeVerdict> Read(string reply)
    {
        IReadOnlyList<JsonElement> objects = ReplyObjects.With(reply, "a", "b");
        if (objects.Count == 0)
        {
            return new Unreadable<JudgeVerdict>("the reply has no JSON object with \"a\" and \"b\"");
        }

        JudgeVerdict? verdict = null;
        foreach (JsonElement element in objects)
        {
            if (Score(element.GetProperty("a")) is not { } a || Score(element.GetProperty("b")) is not { } b)
            {
                return new Unreadable<JudgeVerdict>("a score in the reply is not a number from 1 to 10");
            }

            if (verdict is not null && (verdict.A != a || verdict.B != b))
            {
                return new Unreadable<JudgeVerdict>("the reply has two verdicts that differ");
            }

            verdict = new JudgeVerdict(a, b, ReasonOf(element));
        }

        return new Readable<JudgeVerdict>(verdict!);
    }

    private static double? Score(JsonElement element)
    {
        double? value = element.ValueKind switch
        {
            JsonValueKind.Number when element.TryGetDouble(out double number) => number,
            JsonValueKind.String when double.TryParse(
                element.GetString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) => number,
            _ => null,
        };
        return value is >= 1 and <= 10 ? value : null;
    }

    private static string? ReasonOf(JsonElement verdict) =>
        verdict.TryGetProperty("reason", out JsonElement reason) && reason.ValueKind == JsonValueKind.String ? reason.GetString() : null;
}
