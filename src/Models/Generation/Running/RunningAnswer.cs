using System.Text;
using System.Threading.Channels;
using Tapir.Models.Generation.Answers;
using Tapir.Models.Generation.Batching;
using Tapir.Models.Generation.Sampling;

namespace Tapir.Models.Generation.Running;

/// <summary>An answer that is being made.</summary>
public sealed class RunningAnswer : IAnswerSink
{
    private readonly Channel<AnswerPiece> pieces = Channel.CreateUnbounded<AnswerPiece>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly AnswerText text;
    private readonly CancellationTokenSource cancellation;
    private readonly Action<RunningAnswer> onEnd;

    internal RunningAnswer(int promptTokens, AnswerText text, CancellationTokenSource cancellation, Action<RunningAnswer> onEnd)
    {
        PromptTokens = promptTokens;
        this.text = text;
        this.cancellation = cancellation;
        this.onEnd = onEnd;
    }

    public int PromptTokens { get; }

    /// <value>Tokens made, those that end the answer among them. Final once all pieces have been read.</value>
    public int AnswerTokens => text.Count;

    /// <value>Why it ended. Final once all pieces have been read.</value>
    public AnswerFinish Finish { get; private set; } = AnswerFinish.Length;

    /// <summary>The answer piece by piece. Can be read once.</summary>
    /// <exception cref="OperationCanceledException">Whoever asked has cancelled.</exception>
    /// <exception cref="ModelStoppedException">The model stopped before it was done.</exception>
    public IAsyncEnumerable<AnswerPiece> ReadAsync(CancellationToken cancellation = default) => pieces.Reader.ReadAllAsync(cancellation);

    /// <summary>The whole answer.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public async Task<AnswerPiece> ReadAllAsync(CancellationToken cancellation = default)
    {
        StringBuilder whole = new();
        List<AnswerToken> tokens = [];
        await foreach (AnswerPiece piece in ReadAsync(cancellation).ConfigureAwait(false))
        {
            whole.Append(piece.Text);
            tokens.AddRange(piece.Tokens);
        }

        return new AnswerPiece(whole.ToString(), tokens);
    }

    bool IAnswerSink.Take(ChosenToken token)
    {
        Write(text.Add(token));
        return !text.IsComplete;
    }

    void IAnswerSink.End(AnswerEnd end)
    {
        if (end == AnswerEnd.Length)
        {
            Write(text.Finish());
        }

        Finish = end == AnswerEnd.Complete ? AnswerFinish.Stop : AnswerFinish.Length;
        Close(end == AnswerEnd.Cancelled ? new OperationCanceledException("The answer was cancelled.") : null);
    }

    /// <summary>No piece comes any more.</summary>
    internal void Close(Exception? problem)
    {
        if (pieces.Writer.TryComplete(problem))
        {
            cancellation.Dispose();
            onEnd(this);
        }
    }

    private void Write(AnswerPiece piece)
    {
        if (piece.Text.Length > 0 || piece.Tokens.Count > 0)
        {
            pieces.Writer.TryWrite(piece);
        }
    }
}
