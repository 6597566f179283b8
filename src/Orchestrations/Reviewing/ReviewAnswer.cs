using System.Text.Json.Serialization;
using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Reviewing;

/// <summary>What a person says at a review point: the payload of the event <c>review</c>. One for another point or round than the one that is waited for changes nothing.</summary>
/// <param name="Round">The round, from 1; for the export, the round of the student.</param>
/// <param name="Note">Why, in the person's words; null for none.</param>
/// <param name="By">Who says so.</param>
public sealed record ReviewAnswer(
    [property: JsonRequired] ReviewPoint Point,
    [property: JsonRequired] int Round,
    [property: JsonRequired] ReviewVerdict Verdict,
    string? Note,
    [property: JsonRequired] string By);
