using Tapir.Teachers.Budgets;

namespace Tapir.Teachers.Ledger;

/// <summary>The record of calls of chat models as those who make calls need it: on this machine, or on the one that keeps it.</summary>
/// <remarks>Thread-safe. What it throws when it cannot be written is a <see cref="RunPausedException"/>.</remarks>
public interface IResponseLedger
{
    /// <value>Requests that are being asked by this process right now.</value>
    LedgerFlights Flights { get; }

    /// <summary>The recorded response to a request, or null where there is none.</summary>
    ValueTask<RecordedResponse?> FindAsync(LedgerKey key, CancellationToken cancellation);

    /// <summary>The run's limits; none where none were set.</summary>
    BudgetLimits BudgetOf(string run);

    /// <summary>Commits the intent to make a call, within the run's budget.</summary>
    /// <exception cref="RunPausedException">The call could go over the budget.</exception>
    Task<Admission> BeginAsync(LedgerKey key, CallAccount account, Reservation reservation, CancellationToken cancellation);

    /// <summary>Commits a response; not cancellable, because it is paid for.</summary>
    /// <param name="cost">In the currency of the price table.</param>
    /// <returns>The one on record, which is another where two processes asked at one time.</returns>
    Task<RecordedResponse> RecordAsync(Admitted admitted, LedgerKey key, CallAccount account, Reservation reservation, RecordedResponse response, decimal cost);

    /// <summary>Commits that a call ended without a response.</summary>
    Task EndAsync(Admitted admitted, CallAccount account, Reservation reservation, UnansweredEnd end);

    /// <summary>Counts a request that was answered from the ledger; written soon.</summary>
    void CountHit(CallAccount account);
}
