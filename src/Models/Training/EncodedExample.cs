using Tapir.Models.ChatTemplates;
using Tapir.Models.Tokenization;

namespace Tapir.Models.Training;

/// <summary>One training example in tokens. The first <paramref name="PromptLength"/> have no loss.</summary>
/// <param name="Id">Names the example in errors.</param>
/// <param name="Tokens">Prompt, then response.</param>
/// <param name="PromptLength">Tokens before the response, at least 1.</param>
/// <param name="Weight">Weight of each of its response tokens in the loss, not negative; only ratios matter.</param>
public sealed record EncodedExample(string Id, int[] Tokens, int PromptLength, double Weight = 1)
{
    /// <summary>Instruction and response in a model's chat format.</summary>
    /// <exception cref="ChatTemplateException">The format refuses the conversation.</exception>
    public static EncodedExample Encode(IChatFormat chat, string id, string instruction, string response, double weight = 1)
    {
        int[] prompt = chat.Prompt([ChatTurn.User(instruction)]);
        return new EncodedExample(id, [.. prompt, .. chat.Response(response)], prompt.Length, weight);
    }

    /// <summary>Instruction and response in the format of a student that is born in a run.</summary>
    public static EncodedExample Encode(StudentTokenizer tokenizer, string id, string instruction, string response, double weight = 1) =>
        Encode(new StudentChatFormat(tokenizer), id, instruction, response, weight);
}
