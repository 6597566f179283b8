using Microsoft.Extensions.AI;

namespace Tapir.Teachers;

/// <summary>About how many tokens a text has, where no tokenizer counts: four characters a token, the rule of thumb for English.</summary>
internal static class TokenEstimate
{
    private const int CharactersPerToken = 4;

    public static int Of(string text) => Of(text.Length);

    public static int Of(IEnumerable<ChatMessage> messages) => Of(messages.Sum(message => message.Text.Length));

    private static int Of(int characters) => (characters + CharactersPerToken - 1) / CharactersPerToken;
}
