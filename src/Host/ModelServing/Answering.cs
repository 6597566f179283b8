using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Tapir.Models.Generation.Answers;
using Tapir.Models.Generation.Running;

namespace Tapir.Host.ModelServing;

/// <summary>The answers to one request: asked for together, so that what their prompts share is computed once.</summary>
internal sealed class Answering : IDisposable
{
    private readonly CancellationTokenSource cancellation;

    private Answering(IReadOnlyList<RunningAnswer> answers, CancellationTokenSource cancellation)
    {
        Answers = answers;
        this.cancellation = cancellation;
    }

    public IReadOnlyList<RunningAnswer> Answers { get; }

    public UsageDocument Usage(CompletionCall call)
    {
        int prompt = call.Prompts.Sum(ids => ids.Length), completion = Answers.Sum(answer => answer.AnswerTokens);
        return new UsageDocument(prompt, completion, prompt + completion);
    }

    /// <summary>Asks for all of them, or for none.</summary>
    public static Answering Begin(CompletionCall call, ServedModel model, HttpContext context)
    {
        CancellationTokenSource cancellation = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        List<RunningAnswer> answers = [];
        try
        {
            foreach (int[] prompt in call.Prompts)
            {
                for (int i = 0; i < call.Count; i++)
                {
                    answers.Add(model.Runner.Ask(prompt, call.Options, call.Seed + (ulong)answers.Count, cancellation.Token));
                }
            }

            return new Answering(answers, cancellation);
        }
        catch
        {
            cancellation.Cancel();
            cancellation.Dispose();
            throw;
        }
    }

    /// <summary>The pieces of all answers as they come, each with its answer's index; an answer's end has no piece.</summary>
    public async IAsyncEnumerable<(int Index, AnswerPiece? Piece)> ReadAsync([EnumeratorCancellation] CancellationToken stopped)
    {
        Channel<(int, AnswerPiece?)> all = Channel.CreateUnbounded<(int, AnswerPiece?)>();
        Task reading = Task.WhenAll(Answers.Select(async (answer, index) =>
        {
            await foreach (AnswerPiece piece in answer.ReadAsync(stopped))
            {
                all.Writer.TryWrite((index, piece));
            }

            all.Writer.TryWrite((index, null));
        })).ContinueWith(done => all.Writer.Complete(done.Exception?.InnerException ?? (done.IsCanceled ? new OperationCanceledException() : null)), TaskScheduler.Default);
        await foreach ((int, AnswerPiece?) next in all.Reader.ReadAllAsync(stopped))
        {
            yield return next;
        }

        await reading;
    }

    /// <summary>Cancels what nobody waits for any more.</summary>
    public void Dispose()
    {
        cancellation.Cancel();
        cancellation.Dispose();
    }
}
