using Tapir.Models.Generation.Answers;
using Tapir.Models.Generation.Batching;
using Tapir.Models.Generation.Sampling;

namespace Tapir.Models.Generation.Running;

/// <summary>A model that answers whoever asks, many at a time in one batch. Thread-safe.</summary>
/// <remarks>An answer depends on its prompt, options and seed alone, whoever else asks meanwhile.</remarks>
public sealed class ModelRunner : IAsyncDisposable
{
    private readonly Student student;
    private readonly RunnerLimits limits;
    private readonly AnswerBatch batch;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object gate = new();
    private readonly Queue<BatchAnswer> asked = new();
    private readonly HashSet<RunningAnswer> open = [];
    private ModelStoppedException? refusal;

    /// <param name="student">Stays its owner's, and must live as long as the runner.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of range.</exception>
    public ModelRunner(Student student, RunnerLimits limits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.Slots, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.ContextLength, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(limits.Waiting);
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.Threads, 1);
        this.student = student;
        this.limits = limits;
        ContextLength = Math.Min(limits.ContextLength, student.Config.ContextLength);
        batch = new AnswerBatch(student.Weights, new BatchLimits
        {
            Slots = limits.Slots,
            CachePositions = limits.Slots * PageLayout.PagesFor(ContextLength) * PageLayout.Positions,
            Threads = limits.Threads,
        });
        MostCacheBytes = limits.Slots * PageLayout.PagesFor(ContextLength) * PageLayout.Positions * PageLayout.Of(student.Config).BytesPerPosition;
        new Thread(Serve) { IsBackground = true, Name = "model" }.Start();
    }

    /// <value>Most tokens of a prompt with its answer.</value>
    public int ContextLength { get; }

    /// <value>The most memory that the key-value cache takes, in bytes.</value>
    public long MostCacheBytes { get; }

    /// <value>What the model reads and writes.</value>
    public ModelLanguage Language => student.Language;

    /// <value>Whether it takes no more requests.</value>
    public bool IsStopping
    {
        get
        {
            lock (gate)
            {
                return refusal is not null;
            }
        }
    }

    /// <value>Requests that are answered or wait now.</value>
    public int Open
    {
        get
        {
            lock (gate)
            {
                return open.Count;
            }
        }
    }

    /// <summary>Asks for an answer. It comes in the order of asking as soon as a slot is free.</summary>
    /// <param name="prompt">Token ids, at least one.</param>
    /// <param name="seed">Of the answer's own stream of chance; matters only at a temperature above 0.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the prompt is empty.</exception>
    /// <exception cref="PromptTooLongException">The prompt leaves no room for an answer.</exception>
    /// <exception cref="ModelBusyException">Too many wait already.</exception>
    /// <exception cref="ModelStoppedException">The model takes no more requests.</exception>
    public RunningAnswer Ask(int[] prompt, GenerationOptions options, ulong seed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(options);
        options.Validated();
        if (prompt.Length >= ContextLength)
        {
            throw new PromptTooLongException(prompt.Length, ContextLength);
        }

        lock (gate)
        {
            if (refusal is { } refused)
            {
                throw refused;
            }

            if (open.Count >= limits.Slots + limits.Waiting)
            {
                throw new ModelBusyException(limits.Waiting);
            }

            CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping.Token);
            RunningAnswer answer = new(prompt.Length, new AnswerText(Language.Tokenizer, Language.Chat.EndIds, options), linked, Forget);
            open.Add(answer);
            asked.Enqueue(new BatchAnswer(prompt, Math.Min(options.MaxNewTokens, ContextLength - prompt.Length), new TokenChooser(options, seed, prompt), answer, linked.Token));
            Monitor.Pulse(gate);
            return answer;
        }
    }

    /// <summary>Takes no more requests, and returns when those that were taken have been answered.</summary>
    public Task DrainAsync()
    {
        lock (gate)
        {
            refusal ??= new ModelStoppedException("The model is being stopped and takes no more requests.");
            Monitor.Pulse(gate);
        }

        return ended.Task;
    }

    /// <summary>Cancels what is not answered.</summary>
    public async ValueTask DisposeAsync()
    {
        Task drained = DrainAsync();
        await stopping.CancelAsync().ConfigureAwait(false);
        await drained.ConfigureAwait(false);
        stopping.Dispose();
    }

    private void Forget(RunningAnswer answer)
    {
        lock (gate)
        {
            open.Remove(answer);
        }
    }

    private void Serve()
    {
        try
        {
            bool isBusy = false;
            while (Receive(isBusy))
            {
                isBusy = batch.Step();
            }
        }
        catch (Exception fault)
        {
            Fail(new ModelStoppedException($"The model stopped by a fault: {fault.Message}", fault));
        }
        finally
        {
            batch.Dispose();
            ended.TrySetResult();
        }
    }

    // Takes over what was asked; false when nothing is left to do and nothing comes any more.
    private bool Receive(bool isBusy)
    {
        BatchAnswer[] received;
        lock (gate)
        {
            while (!isBusy && asked.Count == 0 && refusal is null)
            {
                Monitor.Wait(gate);
            }

            received = [.. asked];
            asked.Clear();
        }

        foreach (BatchAnswer answer in received)
        {
            batch.Add(answer);
        }

        return isBusy || received.Length > 0;
    }

    private void Fail(ModelStoppedException problem)
    {
        RunningAnswer[] cut;
        lock (gate)
        {
            refusal = problem;
            cut = [.. open];
        }

        foreach (RunningAnswer answer in cut)
        {
            answer.Close(problem);
        }
    }
}
