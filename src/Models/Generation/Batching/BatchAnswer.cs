using Tapir.Models.Generation.Sampling;

namespace Tapir.Models.Generation.Batching;

/// <summary>One answer in the making: its text so far, how much of it has been computed, and the pages that hold that.</summary>
internal sealed class BatchAnswer
{
    private readonly IAnswerSink sink;
    private readonly CancellationToken cancellation;
    private int left;

    /// <param name="prompt">At least one token.</param>
    /// <param name="room">Most tokens to answer with.</param>
    public BatchAnswer(int[] prompt, int room, TokenChooser chooser, IAnswerSink sink, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfZero(prompt.Length, nameof(prompt));
        (this.sink, this.cancellation, left) = (sink, cancellation, room);
        Chooser = chooser;
        Tokens = [.. prompt];
        Positions = prompt.Length + Math.Max(room, 0);
    }

    public TokenChooser Chooser { get; }

    /// <summary>Prompt and answer.</summary>
    public List<int> Tokens { get; }

    /// <summary>The most positions that prompt and answer can have.</summary>
    public int Positions { get; }

    /// <summary>Positions whose keys and values are in <see cref="Pages"/>.</summary>
    public int Computed { get; set; }

    public List<Page> Pages { get; } = [];

    public bool IsBegun { get; set; }

    public bool HasEnded { get; private set; }

    public bool IsCancelled => cancellation.IsCancellationRequested;

    public bool HasRoom => left > 0;

    public void Take(ChosenToken token)
    {
        Tokens.Add(token.Id);
        left--;
        if (!sink.Take(token))
        {
            End(AnswerEnd.Complete);
        }
        else if (left == 0)
        {
            End(AnswerEnd.Length);
        }
    }

    public void End(AnswerEnd end)
    {
        HasEnded = true;
        sink.End(end);
    }
}
