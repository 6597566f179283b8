using Tapir.Models.Tokenization;

namespace Tapir.Models.Training;

/// <summary>One training example in tokens. The first <paramref name="PromptLength"/> have no loss.</summary>
/// <param name="Id">Names the example in errors.</param>
/// <param name="Tokens">Prompt, then response.</param>
/// <param name="PromptLength">Tokens before the response, at least 1.</param>
/// <param name="Weight">Weight of each of its response tokens in the loss, not negative; only ratios matter.</param>
public sealed record EncodedExample(string Id, int[] Tokens, int PromptLength, double Weight = 1)
{
    /// <summary>Instruction and response in the student's chat format.</summary>
    public static EncodedExample Encode(StudentTokenizer tokenizer, string id, string instruction, string response, double weight = 1)
    {
        int[] prompt = ChatFormat.Prompt(tokenizer, instruction);
        return new EncodedExample(id, [.. prompt, .. ChatFormat.Response(tokenizer, response)], prompt.Length, weight);
    }
}
