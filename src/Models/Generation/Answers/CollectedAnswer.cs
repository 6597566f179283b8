using System.Text;
using Tapir.Models.Generation.Batching;
using Tapir.Models.Generation.Sampling;

namespace Tapir.Models.Generation.Answers;

/// <summary>Collects an answer as a whole.</summary>
internal sealed class CollectedAnswer(AnswerText text, Action<CollectedAnswer> onEnd) : IAnswerSink
{
    private readonly StringBuilder collected = new();

    public GenerationResult Result { get; private set; } = new("", 0, Truncated: true);

    public bool Take(ChosenToken token)
    {
        collected.Append(text.Add(token).Text);
        return !text.IsComplete;
    }

    public void End(AnswerEnd end)
    {
        if (end == AnswerEnd.Length)
        {
            collected.Append(text.Finish().Text);
        }

        Result = new GenerationResult(collected.ToString(), text.Count, Truncated: end != AnswerEnd.Complete);
        onEnd(this);
    }
}
