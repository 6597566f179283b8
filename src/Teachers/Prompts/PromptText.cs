using Microsoft.Extensions.AI;

namespace Tapir.Teachers.Prompts;

/// <summary>Every prompt is two messages: a system message whose first line names the job, and a user message. The first line
/// is what a reader (the embedded tutor, a test) recognises a prompt by, so it never changes with style or wording below it.</summary>
internal static class PromptText
{
    public static IReadOnlyList<ChatMessage> Compose(string jobLine, string rules, string user) =>
        [new(ChatRole.System, jobLine + "\n" + rules), new(ChatRole.User, user)];

    /// <summary>The user message of a prompt with this job line, or null where the messages are another prompt.</summary>
    public static string? UserOf(IEnumerable<ChatMessage> messages, string jobLine)
    {
        string? user = null;
        bool isJob = false;
        foreach (ChatMessage message in messages)
        {
            if (message.Role == ChatRole.System)
            {
                isJob = StartsWithLine(message.Text, jobLine);
            }
            else if (message.Role == ChatRole.User)
            {
                user = message.Text;
            }
        }

        return isJob ? user : null;
    }

    /// <summary>What follows the job line in the system message; empty where there is none.</summary>
    public static string RulesOf(IEnumerable<ChatMessage> messages, string jobLine)
    {
        foreach (ChatMessage message in messages)
        {
            if (message.Role == ChatRole.System && StartsWithLine(message.Text, jobLine))
            {
                return message.Text.Length > jobLine.Length ? message.Text[(jobLine.Length + 1)..] : "";
            }
        }

        return "";
    }

    private static bool StartsWithLine(string text, string line) =>
        text.StartsWith(line, StringComparison.Ordinal) && (text.Length == line.Length || text[line.Length] == '\n');
}
