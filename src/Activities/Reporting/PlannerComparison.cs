using System.Text.Json.Serialization;

namespace Tapir.Activities.Reporting;

/// <summary>How the run's planner did against another one: <see cref="Compared"/> or <see cref="NotCompared"/>.</summary>
[JsonDerivedType(typeof(Compared), "compared")]
[JsonDerivedType(typeof(NotCompared), "notCompared")]
public abstract record PlannerComparison;
