namespace Tapir.Teachers.Ledger;

/// <summary>What became of an intent: <see cref="Admitted"/> or <see cref="AlreadyAnswered"/>.</summary>
internal abstract record Admission;

/// <summary>The intent is committed and its reservation made: the call may be sent.</summary>
internal sealed record Admitted(long Intent) : Admission;

/// <summary>Another process recorded a response in the meantime.</summary>
internal sealed record AlreadyAnswered(RecordedResponse Response) : Admission;
