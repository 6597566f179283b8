using System.Text.Json.Serialization;

namespace Tapir.Orchestrations.Scheduling;

/// <summary>What came of a start that was due. In JSON the property <c>$type</c> says which.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$type")]
[JsonDerivedType(typeof(RunStarted), "started")]
[JsonDerivedType(typeof(PreviousRunOpen), "previous-open")]
[JsonDerivedType(typeof(StartRefused), "refused")]
public abstract record StartOutcome
{
    private protected StartOutcome()
    {
    }
}

/// <summary>The run is recorded; it waits in line or is worked on.</summary>
/// <param name="Run">Its id.</param>
public sealed record RunStarted(string Run) : StartOutcome;

/// <summary>The run before is not over, and may not be cancelled for this one.</summary>
/// <param name="Run">Its id.</param>
public sealed record PreviousRunOpen(string Run) : StartOutcome;

/// <summary>This start cannot be made, such as when its seed file is gone; trying again at once would not help.</summary>
public sealed record StartRefused(string Reason) : StartOutcome;
