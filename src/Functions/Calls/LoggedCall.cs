namespace Tapir.Functions;

/// <summary>A call as the call log has it.</summary>
/// <param name="Call">The call.</param>
/// <param name="End">Null while it runs, or when the process died under it.</param>
public sealed record LoggedCall(Call Call, CallEnd? End);
