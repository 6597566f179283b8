using Tapir.Teachers.Budgets;

namespace Tapir.Teachers.Ledger;

/// <summary>One thing to be written, and the promise that it is committed.</summary>
internal abstract class LedgerWrite
{
    /// <summary>Called by the writer when the transaction is committed.</summary>
    public abstract void Complete();

    /// <summary>Called by the writer when the transaction failed, or the write was refused.</summary>
    public abstract void Fail(Exception error);
}

internal abstract class LedgerWrite<T> : LedgerWrite
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Done => done.Task;

    public void Decide(T value) => result = value;

    public override void Complete() => done.TrySetResult(result!);

    public override void Fail(Exception error)
    {
        if (error is OperationCanceledException canceled)
        {
            done.TrySetCanceled(canceled.CancellationToken);
            return;
        }

        done.TrySetException(error);
    }
}

/// <summary>A call that is about to be sent.</summary>
internal sealed class IntentWrite(LedgerKey key, CallAccount account, Reservation reservation, CancellationToken cancellation) : LedgerWrite<Admission>
{
    public LedgerKey Key => key;

    public CallAccount Account => account;

    public Reservation Reservation => reservation;

    public CancellationToken Cancellation => cancellation;
}

/// <summary>A response that has arrived; gives back the one on record, which is another where two processes asked at one time.</summary>
internal sealed class ResponseWrite(long intent, LedgerKey key, CallAccount account, Reservation reservation, RecordedResponse response, long nanoCost)
    : LedgerWrite<RecordedResponse>
{
    public long Intent => intent;

    public LedgerKey Key => key;

    public CallAccount Account => account;

    public Reservation Reservation => reservation;

    public RecordedResponse Response => response;

    public long NanoCost => nanoCost;

    /// <summary>Whether its call counts as in flight no longer: a first try to write it failed, or the process that began it was taken for dead.</summary>
    public bool HasLanded { get; set; }
}

/// <summary>A call that ended without a response.</summary>
internal sealed class EndWrite(long intent, CallAccount account, Reservation reservation, UnansweredEnd end) : LedgerWrite<UnansweredEnd>
{
    public long Intent => intent;

    public CallAccount Account => account;

    public Reservation Reservation => reservation;

    public UnansweredEnd End => end;
}

/// <summary>A request that was answered from the ledger.</summary>
internal sealed class HitWrite(CallAccount account) : LedgerWrite<CallAccount>
{
    public CallAccount Account => account;
}

/// <summary>New limits for a run.</summary>
internal sealed class BudgetWrite(string run, BudgetLimits limits) : LedgerWrite<BudgetLimits>
{
    public string Run => run;

    public BudgetLimits Limits => limits;
}

/// <summary>Makes the writer look at the waiting intents again.</summary>
internal sealed class WakeWrite : LedgerWrite<bool>;
