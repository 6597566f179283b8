namespace Tapir.Models.Checkpoints.Hub;

/// <summary>The hub will not give what was asked for, however often it is asked: no such model, no access, or nothing in it that can be used. A person has to do something.</summary>
public sealed class HubRefusedException(string message) : Exception(message);
