namespace Tapir.Teachers.Ledger;

/// <summary>A call that a worker on another machine is making.</summary>
/// <param name="Token">The worker's own name for it.</param>
/// <param name="Flight">Whoever asks the same waits for it.</param>
internal sealed record OpenCall(
    string Token, Admitted Admitted, LedgerKey Key, CallAccount Account, Reservation Reservation, TaskCompletionSource<RecordedResponse> Flight)
{
    private long renewedAt;

    /// <value>Timestamp of the last sign of life of its worker.</value>
    public long RenewedAt
    {
        get => Volatile.Read(ref renewedAt);
        set => Volatile.Write(ref renewedAt, value);
    }

    public void Answer(LedgerFlights flights, RecordedResponse response)
    {
        flights.Land(Key, Flight);
        Flight.TrySetResult(response);
    }

    public void GiveUp(LedgerFlights flights)
    {
        flights.Land(Key, Flight);
        Flight.TrySetCanceled();
    }
}
