using Tapir.Models.Generation.Batching;
using Tapir.Models.Generation.Sampling;

namespace Tapir.Models.Tests.Generation.Batching;

/// <summary>Keeps what a batch says of one answer.</summary>
internal sealed class RecordedAnswer(int endId = -1) : IAnswerSink
{
    public List<ChosenToken> Tokens { get; } = [];

    public AnswerEnd? End { get; private set; }

    public int[] Ids => [.. Tokens.Select(token => token.Id)];

    /// <summary>The ids and every bit of the log-probabilities that were told.</summary>
    public string Bits => string.Join(' ', Tokens.Select(token =>
        $"{token.Id}:{BitConverter.DoubleToInt64Bits(token.Ranking.LogProbability):x}[{string.Join(',', token.Ranking.Best.Select(best => $"{best.Id}:{BitConverter.DoubleToInt64Bits(best.LogProbability):x}"))}]"));

    public bool Take(ChosenToken token)
    {
        Tokens.Add(token);
        return token.Id != endId;
    }

    void IAnswerSink.End(AnswerEnd end)
    {
        Assert.IsNull(End, "An answer ends once.");
        End = end;
    }
}
