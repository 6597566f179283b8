using System.Text;
using Tapir.Models.Generation.Answers;
using Tapir.Models.Generation.Sampling;
using Tapir.Models.Tokenization;

namespace Tapir.Host.ModelServing;

/// <summary>Tokens as responses show them.</summary>
internal sealed class TokenTexts(ITextTokenizer tokenizer)
{
    // JSON has no infinity; this is what OpenAI writes for it.
    private const double Never = -9999;
    private readonly Dictionary<int, string> specials = tokenizer.Specials.GroupBy(special => special.Value).ToDictionary(same => same.Key, same => same.First().Key);

    public string Of(int id) => specials.TryGetValue(id, out string? special) ? special : tokenizer.Decode([id]);

    public static double Finite(double logProbability) => Math.Max(logProbability, Never);

    /// <summary>For a chat; null where nobody asked.</summary>
    public ChatRankings? Chat(CompletionCall call, IReadOnlyList<AnswerToken> tokens) => call.Options.TopLogProbabilities < 0
        ? null
        : new ChatRankings([.. tokens.Select(token => Document(token.Id, token.Ranking.LogProbability, [.. token.Ranking.Best.Select(best => Document(best.Id, best.LogProbability, null))]))]);

    /// <summary>For a completion; null where nobody asked.</summary>
    /// <param name="offset">Where the first token begins in the answer.</param>
    public TextRankings? Text(CompletionCall call, IReadOnlyList<AnswerToken> tokens, int offset)
    {
        if (call.Options.TopLogProbabilities < 0)
        {
            return null;
        }

        string[] texts = [.. tokens.Select(token => Of(token.Id))];
        int[] offsets = new int[texts.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            offsets[i] = i == 0 ? offset : offsets[i - 1] + texts[i - 1].Length;
        }

        return new TextRankings(texts, [.. tokens.Select(token => Finite(token.Ranking.LogProbability))], [.. tokens.Select(token => Best(token.Ranking))], offsets);
    }

    // Different ids may have one text; the likeliest stands for it.
    private Dictionary<string, double> Best(TokenRanking ranking) =>
        ranking.Best.GroupBy(best => Of(best.Id)).ToDictionary(same => same.Key, same => Finite(same.Max(best => best.LogProbability)));

    private RankedTokenDocument Document(int id, double logProbability, IReadOnlyList<RankedTokenDocument>? best)
    {
        string text = Of(id);
        return new RankedTokenDocument(text, Finite(logProbability), text.Contains('\uFFFD', StringComparison.Ordinal) ? null : [.. Encoding.UTF8.GetBytes(text).Select(value => (int)value)], best);
    }
}
