namespace Tapir.Teachers.Ledger;

/// <summary>What became of an intent: <see cref="Admitted"/> or <see cref="AlreadyAnswered"/>.</summary>
public abstract record Admission;

/// <summary>The intent is committed and its reservation made: the call may be sent.</summary>
/// <param name="Intent">The intent's number in the ledger, by which the call is recorded or ended.</param>
public sealed record Admitted(long Intent) : Admission;

/// <summary>Another process recorded a response in the meantime; counted as a hit.</summary>
/// <param name="Response">The response.</param>
public sealed record AlreadyAnswered(RecordedResponse Response) : Admission;
