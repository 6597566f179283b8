namespace Tapir.Models.ChatTemplates;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">As the model's template names it: <c>system</c>, <c>user</c>, <c>assistant</c>, <c>tool</c>.</param>
public sealed record ChatTurn(string Role, string Content)
{
    public static ChatTurn System(string content) => new("system", content);

    public static ChatTurn User(string content) => new("user", content);

    public static ChatTurn Assistant(string content) => new("assistant", content);
}
