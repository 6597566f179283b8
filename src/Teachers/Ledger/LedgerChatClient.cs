using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Endpoints;

namespace Tapir.Teachers.Ledger;

/// <summary>A chat client over the ledger: a request that was answered before is answered from there; any other is paid for once, within the
/// budget. Equal requests at one time become one.</summary>
internal sealed class LedgerChatClient(
    IChatClient inner, IResponseLedger ledger, CallOrigin origin, CallScope scope, CallDefaults defaults, ModelPrice? price, CallGate gate)
    : DelegatingChatClient(inner)
{
    // What a chat template adds to each message, at most; a guess on the safe side.
    private const int TokensPerMessage = 16;

    private readonly CallAccount account = new(scope.Run, scope.Function, origin.Model);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> conversation = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        ChatOptions effective = defaults.Apply(options);
        LedgerKey key = RequestKey.Of(origin, conversation, effective, SampleIndex.Read(options));
        RecordedResponse response = await AnswerAsync(key, conversation, effective, cancellationToken).ConfigureAwait(false);
        return response.ToChatResponse();
    }

    /// <summary>The whole response as one stream: what goes into the ledger is complete or not there.</summary>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatResponse response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (ChatResponseUpdate update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    /// <summary>Nothing: the client below is shared with others that were opened on the same model.</summary>
#pragma warning disable CA2215 // the base disposes the client below
    protected override void Dispose(bool disposing)
#pragma warning restore CA2215
    {
    }

    private async Task<RecordedResponse> AnswerAsync(
        LedgerKey key, IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellation)
    {
        while (true)
        {
            if (await ledger.FindAsync(key, cancellation).ConfigureAwait(false) is { } recorded)
            {
                CountHit();
                return recorded;
            }

            TaskCompletionSource<RecordedResponse> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Task<RecordedResponse> flight = ledger.Flights.TakeOrJoin(key, mine);
            if (flight == mine.Task)
            {
                return await LeadAsync(mine, key, messages, options, cancellation).ConfigureAwait(false);
            }

            try
            {
                RecordedResponse joined = await flight.WaitAsync(cancellation).ConfigureAwait(false);
                CountHit();
                return joined;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // The caller that was asking gave up; this one did not, and asks itself.
            }
        }
    }

    private async Task<RecordedResponse> LeadAsync(
        TaskCompletionSource<RecordedResponse> flight,
        LedgerKey key,
        IReadOnlyList<ChatMessage> messages,
        ChatOptions options,
        CancellationToken cancellation)
    {
        try
        {
            RecordedResponse response = await PassGateAsync(key, messages, options, cancellation).ConfigureAwait(false);
            ledger.Flights.Land(key, flight);
            flight.SetResult(response);
            return response;
        }
        catch (OperationCanceledException canceled)
        {
            ledger.Flights.Land(key, flight);
            flight.SetCanceled(canceled.CancellationToken);
            throw;
        }
        catch (Exception error)
        {
            ledger.Flights.Land(key, flight);
            flight.SetException(error);
            // Seen here: nobody may have joined, and then nobody else looks at it.
            _ = flight.Task.Exception;
            throw;
        }
    }

    private async Task<RecordedResponse> PassGateAsync(
        LedgerKey key, IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellation)
    {
        // Before the intent: a call that only waits for its turn must not count as spent after a kill.
        await gate.EnterAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await PayAsync(key, messages, options, cancellation).ConfigureAwait(false);
        }
        finally
        {
            gate.Leave();
        }
    }

    private async Task<RecordedResponse> PayAsync(
        LedgerKey key, IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellation)
    {
        Reservation reservation = Reserve(messages, options);
        Admission admission = await ledger.BeginAsync(key, account, reservation, cancellation).ConfigureAwait(false);
        if (admission is AlreadyAnswered answered)
        {
            return answered.Response;
        }

        Admitted admitted = (Admitted)admission;
        SentCall sent = TeacherTelemetry.Begin(origin, scope, options);
        ChatResponse response;
        try
        {
            response = await InnerClient.GetResponseAsync(messages, options, cancellation).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            TeacherTelemetry.Failed(sent, error);
            UnansweredEnd end = error is EndpointException { MayBeCharged: false } or RunPausedException ? UnansweredEnd.NotCharged : UnansweredEnd.MayBeCharged;
            await ledger.EndAsync(admitted, account, reservation, end).ConfigureAwait(false);
            throw;
        }

        RecordedResponse received = Received(response, messages);
        decimal cost = price?.Of(received.InputTokens, received.OutputTokens) ?? 0;
        TeacherTelemetry.Answered(sent, received, cost);
        return await ledger.RecordAsync(admitted, key, account, reservation, received, cost).ConfigureAwait(false);
    }

    private void CountHit()
    {
        ledger.CountHit(account);
        TeacherTelemetry.Hit(account);
    }

    private Reservation Reserve(IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        long input = InputBound(messages);
        long output = options.MaxOutputTokens ?? 0;
        return new Reservation(input + output, Reservation.ToNano(price?.Of(input, output) ?? 0));
    }

    private static RecordedResponse Received(ChatResponse response, IReadOnlyList<ChatMessage> messages) => new(
        response.Text,
        response.FinishReason?.Value,
        response.ModelId,
        // An endpoint that does not count is booked at the bound, so that a budget still holds.
        response.Usage?.InputTokenCount ?? InputBound(messages),
        response.Usage?.OutputTokenCount ?? Encoding.UTF8.GetByteCount(response.Text),
        response.RawRepresentation is byte[] raw ? raw : default);

    /// <summary>No tokenizer in use makes more tokens than there are UTF-8 bytes.</summary>
    private static long InputBound(IReadOnlyList<ChatMessage> messages) =>
        messages.Sum(message => (long)Encoding.UTF8.GetByteCount(message.Text) + TokensPerMessage);
}
