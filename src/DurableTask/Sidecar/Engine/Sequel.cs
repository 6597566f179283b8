namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>When an orchestrator decided something after one of its calls failed.</summary>
internal enum Sequel
{
    /// <summary>Never.</summary>
    None,

    /// <summary>In a later turn, or in the same one because of something else that came with the failure.</summary>
    Later,

    /// <summary>In the turn of the failure, and so because of it.</summary>
    Answer,
}
