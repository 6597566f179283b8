namespace Tapir.Teachers;

/// <summary>What asking a model came to: <see cref="Said"/> or <see cref="Silent"/>.</summary>
internal abstract record ModelReply;

/// <summary>The model said something.</summary>
/// <param name="ReachedLimit">Whether it was cut off at the longest answer allowed.</param>
internal sealed record Said(string Text, bool ReachedLimit) : ModelReply;

/// <summary>There is no answer to this request, and asking again brings none.</summary>
internal sealed record Silent(string Reason) : ModelReply;
